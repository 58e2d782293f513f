//! What is written to the owners when one of them has logged in without the identity provider.

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use super::instant;

/// Where, when and from where.
#[derive(Clone, Debug)]
pub(crate) struct BreakGlass {
    pub(crate) tenant_name: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) address: Option<IpAddr>,
}

impl BreakGlass {
    /// Subject and body.
    pub(super) fn in_english(&self) -> (String, String) {
        let (tenant_name, at) = (&self.tenant_name, instant(self.at));
        let from = self.address.map_or_else(String::new, |address| {
            format!(", from the address {address}")
        });
        (
            "An owner has logged in without your identity provider".to_owned(),
            format!(
                "At {tenant_name}, everybody has to log in through the identity provider. On {at}, an owner has logged in \
                 with a passkey instead{from}. Every owner gets this mail.\n\n\
                 If none of you did this, end that person's sessions, remove the passkey and look at the audit trail at \
                 once.\n"
            ),
        )
    }

    /// Subject and body.
    pub(super) fn in_german(&self) -> (String, String) {
        let (tenant_name, at) = (&self.tenant_name, instant(self.at));
        let from = self
            .address
            .map_or_else(String::new, |address| format!(" (Adresse {address})"));
        (
            "Anmeldung ohne Ihren Identitätsanbieter".to_owned(),
            format!(
                "Bei {tenant_name} melden sich alle über den Identitätsanbieter an. Am {at} hat sich stattdessen jemand mit \
                 dem Passkey eines Owners angemeldet{from}. Diese Nachricht erhalten alle Owner.\n\n\
                 Wenn das niemand von Ihnen war: Beenden Sie die Sitzungen dieses Kontos, entfernen Sie den Passkey und \
                 sehen Sie sofort in den Audit-Trail.\n"
            ),
        )
    }
}

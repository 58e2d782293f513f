//! What is written when somebody has logged in from a device that was not known.

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use super::instant;

/// Where, when and from where.
#[derive(Clone, Debug)]
pub(crate) struct NewDevice {
    pub(crate) tenant_name: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) address: Option<IpAddr>,
}

impl NewDevice {
    /// Subject and body.
    pub(super) fn in_english(&self) -> (String, String) {
        let (tenant_name, at) = (&self.tenant_name, instant(self.at));
        let from = self.address.map_or_else(String::new, |address| {
            format!(", from the address {address}")
        });
        (
            "A new device has logged in to your account".to_owned(),
            format!(
                "On {at}, somebody logged in to your XORB account at {tenant_name} from a device that was not seen \
                 before{from}.\n\n\
                 If this was you, there is nothing to do. If not, change your password, end your other sessions and tell \
                 your administrator at once.\n"
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
            "Anmeldung an Ihrem Konto von einem neuen Gerät".to_owned(),
            format!(
                "Am {at} hat sich jemand an Ihrem XORB-Konto bei {tenant_name} von einem Gerät angemeldet, das hier noch \
                 nicht bekannt war{from}.\n\n\
                 Wenn Sie das waren, ist nichts zu tun. Wenn nicht: Ändern Sie Ihr Passwort, beenden Sie Ihre anderen \
                 Sitzungen und sagen Sie es sofort Ihrer Administration.\n"
            ),
        )
    }
}

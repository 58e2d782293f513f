//! What is written when the second factors of a person have changed.

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecondFactorChange {
    /// An authenticator app was added.
    TotpEnrolled,
    /// It was removed.
    TotpRemoved,
    /// New recovery codes were made.
    RecoveryCodesRegenerated,
    /// One of them was used.
    RecoveryCodeUsed,
    /// A passkey was added.
    PasskeyEnrolled,
    /// A passkey was removed.
    PasskeyRemoved,
    /// An administrator has removed all of them.
    AllRemoved,
}

/// Where, and what.
#[derive(Clone, Debug)]
pub(crate) struct SecondFactorLetter {
    pub(crate) tenant_name: String,
    pub(crate) change: SecondFactorChange,
}

impl SecondFactorLetter {
    /// Subject and body.
    pub(super) fn in_english(&self) -> (String, String) {
        let tenant_name = &self.tenant_name;
        let what = match self.change {
            SecondFactorChange::TotpEnrolled => "An authenticator app was added to",
            SecondFactorChange::TotpRemoved => "The authenticator app was removed from",
            SecondFactorChange::RecoveryCodesRegenerated => {
                "New recovery codes, in place of the old ones, were made for"
            }
            SecondFactorChange::RecoveryCodeUsed => "A recovery code was used with",
            SecondFactorChange::PasskeyEnrolled => "A passkey was added to",
            SecondFactorChange::PasskeyRemoved => "A passkey was removed from",
            SecondFactorChange::AllRemoved => {
                "An administrator has removed all second factors from, and ended all sessions of,"
            }
        };
        (
            "The second factor of your account has changed".to_owned(),
            format!(
                "{what} your XORB account at {tenant_name}.\n\n\
                 If this was not you, change your password, end your other sessions and tell your administrator at once.\n"
            ),
        )
    }

    /// Subject and body.
    pub(super) fn in_german(&self) -> (String, String) {
        let tenant_name = &self.tenant_name;
        let what = match self.change {
            SecondFactorChange::TotpEnrolled => "wurde eine Authenticator-App hinzugefügt",
            SecondFactorChange::TotpRemoved => "wurde die Authenticator-App entfernt",
            SecondFactorChange::RecoveryCodesRegenerated => {
                "wurden neue Wiederherstellungscodes erzeugt; die alten gelten nicht mehr"
            }
            SecondFactorChange::RecoveryCodeUsed => "wurde ein Wiederherstellungscode verwendet",
            SecondFactorChange::PasskeyEnrolled => "wurde ein Passkey hinzugefügt",
            SecondFactorChange::PasskeyRemoved => "wurde ein Passkey entfernt",
            SecondFactorChange::AllRemoved => {
                "wurden von der Administration alle zweiten Faktoren entfernt und alle Sitzungen beendet"
            }
        };
        (
            "Der zweite Faktor Ihres Kontos hat sich geändert".to_owned(),
            format!(
                "Bei Ihrem XORB-Konto bei {tenant_name} {what}.\n\n\
                 Wenn Sie das nicht waren: Ändern Sie Ihr Passwort, beenden Sie Ihre anderen Sitzungen und sagen Sie es \
                 sofort Ihrer Administration.\n"
            ),
        )
    }
}

//! What is written when operators of the platform may act in somebody's name, and when they do.

use chrono::{DateTime, Utc};

use super::instant;

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SupportAccessNews {
    /// A grant was given.
    Granted {
        until: DateTime<Utc>,
        needs_consent: bool,
    },
    /// An operator uses it.
    Used { at: DateTime<Utc> },
}

/// Where, about whom, and what.
#[derive(Clone, Debug)]
pub(crate) struct SupportAccessLetter {
    pub(crate) tenant_name: String,
    /// In whose name, if it is not the reader's.
    pub(crate) person: Option<String>,
    pub(crate) news: SupportAccessNews,
}

impl SupportAccessLetter {
    /// Subject and body.
    pub(super) fn in_english(&self) -> (String, String) {
        let tenant_name = &self.tenant_name;
        let name = match &self.person {
            None => "your name".to_owned(),
            Some(person) => format!("the name of {person}"),
        };
        match self.news {
            SupportAccessNews::Granted {
                until,
                needs_consent,
            } => {
                let next = match (&self.person, needs_consent) {
                    (None, true) => {
                        "It begins with your consent: send consentToSupportAccess, if you want it. Without it nothing \
                         happens."
                    }
                    (Some(_), true) => "It begins with that person's consent.",
                    _ => "It counts from now on.",
                };
                (
                    format!("Support may act in {name}"),
                    format!(
                        "At {tenant_name}, the operators of XORB were permitted to act in {name} until {}, for support. \
                         {next}\n\n\
                         It can be taken back at any time with revokeSupportAccess. If you did not expect this, do so, and \
                         tell your administrator.\n",
                        instant(until)
                    ),
                )
            }
            SupportAccessNews::Used { at } => (
                format!("Support acts in {name}"),
                format!(
                    "On {}, an operator of XORB began to act in {name} at {tenant_name}, by the grant that was given. It \
                     lasts 30 minutes at most, and everything is in the audit trail.\n\n\
                     If you do not want it, end the session, or take the grant back with revokeSupportAccess.\n",
                    instant(at)
                ),
            ),
        }
    }

    /// Subject and body.
    pub(super) fn in_german(&self) -> (String, String) {
        let tenant_name = &self.tenant_name;
        let name = match &self.person {
            None => "in Ihrem Namen".to_owned(),
            Some(person) => format!("im Namen von {person}"),
        };
        match self.news {
            SupportAccessNews::Granted {
                until,
                needs_consent,
            } => {
                let next = match (&self.person, needs_consent) {
                    (None, true) => {
                        "Das gilt erst mit Ihrer Einwilligung: Senden Sie consentToSupportAccess, wenn Sie es möchten. Ohne \
                         sie geschieht nichts."
                    }
                    (Some(_), true) => "Das gilt erst, wenn diese Person einwilligt.",
                    _ => "Das gilt ab sofort.",
                };
                (
                    format!("Der Support darf {name} handeln"),
                    format!(
                        "Bei {tenant_name} wurde den Betreibern von XORB erlaubt, bis {} zur Unterstützung {name} zu handeln. \
                         {next}\n\n\
                         Mit revokeSupportAccess lässt sich das jederzeit zurücknehmen. Wenn Sie damit nicht gerechnet haben, \
                         tun Sie das, und sagen Sie es Ihrer Administration.\n",
                        instant(until)
                    ),
                )
            }
            SupportAccessNews::Used { at } => (
                format!("Der Support handelt {name}"),
                format!(
                    "Am {} hat ein Betreiber von XORB begonnen, bei {tenant_name} {name} zu handeln, wie es erlaubt wurde. \
                     Das dauert höchstens 30 Minuten, und alles steht im Prüfprotokoll.\n\n\
                     Wenn Sie das nicht möchten, beenden Sie die Sitzung, oder nehmen Sie die Erlaubnis mit \
                     revokeSupportAccess zurück.\n",
                    instant(at)
                ),
            ),
        }
    }
}

//! The letters of a request, with what each has to say by law.

use chrono::{DateTime, NaiveDate, Utc};
use xorb_entities::privacy::RequestMessageKind;
use xorb_entities::tenants::Language;

use super::{english, german, subject_line};
use crate::identity::WrittenLetter;
use crate::privacy::requests::RefusalGround;

/// What every letter says: from whom it is, and which request it is about.
#[derive(Clone)]
pub(crate) struct LetterFrame {
    pub(crate) tenant_name: String,
    /// The request's public id.
    pub(crate) reference: String,
    /// To whom to complain; empty: the law's own words.
    pub(crate) complaint_authority: String,
}

/// What a letter is about.
#[derive(Clone)]
pub(crate) enum RequestLetter {
    /// It has come in, and by when it will be answered.
    Received { due: NaiveDate },
    /// Whoever gets it shall say whether it was them, by a link that can be used until then.
    Challenge {
        link: String,
        expires_at: DateTime<Utc>,
    },
    /// It takes longer, why, and until when (Art. 12(3)).
    Extended { due: NaiveDate, reason: String },
    /// Nothing is done, why, and what one can do about it (Art. 12(4)).
    Refused {
        ground: RefusalGround,
        explanation: String,
    },
    /// Nothing is done, because it was taken back.
    Withdrawn,
}

impl RequestLetter {
    /// The value in `data_subject_request_messages.kind`.
    pub(crate) const fn kind(&self) -> RequestMessageKind {
        match self {
            Self::Received { .. } => RequestMessageKind::Received,
            Self::Challenge { .. } => RequestMessageKind::Challenge,
            Self::Extended { .. } => RequestMessageKind::Extended,
            Self::Refused { .. } => RequestMessageKind::Refused,
            Self::Withdrawn => RequestMessageKind::Withdrawn,
        }
    }

    /// The letter as it is sent.
    pub(crate) fn write(&self, frame: &LetterFrame, language: Language) -> WrittenLetter {
        let body = match language {
            Language::En => english::write(self, frame),
            Language::De => german::write(self, frame),
        };
        WrittenLetter {
            kind: self.mail_kind(),
            subject: subject_line(self.kind(), language).to_owned(),
            body,
        }
    }

    /// The value in `outgoing_mails.kind`.
    const fn mail_kind(&self) -> &'static str {
        match self {
            Self::Received { .. } => "request_received",
            Self::Challenge { .. } => "request_challenge",
            Self::Extended { .. } => "request_extended",
            Self::Refused { .. } => "request_refused",
            Self::Withdrawn => "request_withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(letter: &RequestLetter, authority: &str, language: Language) -> String {
        let frame = LetterFrame {
            tenant_name: "Acme".to_owned(),
            reference: "dsr_01".to_owned(),
            complaint_authority: authority.to_owned(),
        };
        let written = letter.write(&frame, language);
        format!("{}\n{}", written.subject, written.body)
    }

    #[test]
    fn a_refusal_names_ground_authority_and_remedy_in_both_languages() {
        for ground in RefusalGround::ALL {
            let letter = RequestLetter::Refused {
                ground,
                explanation: "The invoices of 2025.".to_owned(),
            };
            let english = written(&letter, "", Language::En);
            let german = written(&letter, "BfDI, Bonn", Language::De);
            for text in [&english, &german] {
                assert!(text.contains(ground.as_str()), "{text}");
                assert!(text.contains("The invoices of 2025."), "{text}");
                assert!(text.contains("dsr_01") && text.contains("Acme"), "{text}");
            }
            assert!(english.contains("supervisory authority"), "{english}");
            assert!(english.contains("court"), "{english}");
            assert!(
                german.contains("BfDI, Bonn") && german.contains("Gericht"),
                "{german}"
            );
        }
    }

    #[test]
    fn a_challenge_has_its_link_on_a_line_of_its_own_and_says_what_silence_means() {
        let link = "https://xorb.example.org/privacy/confirm?token=abc&lang=de";
        let letter = RequestLetter::Challenge {
            link: link.to_owned(),
            expires_at: DateTime::UNIX_EPOCH,
        };
        for (language, silence) in [
            (Language::En, "do nothing"),
            (Language::De, "tun Sie nichts"),
        ] {
            let text = written(&letter, "", language);
            assert!(text.lines().any(|line| line == link), "{text}");
            assert!(text.contains(silence) && text.contains("Acme"), "{text}");
            assert!(text.contains("1970-01-01 00:00 UTC"), "{text}");
        }
    }

    #[test]
    fn an_extension_says_why_and_until_when() {
        let letter = RequestLetter::Extended {
            due: NaiveDate::from_ymd_opt(2026, 6, 19).unwrap(),
            reason: "Many systems.".to_owned(),
        };
        assert!(written(&letter, "", Language::En).contains("19 June 2026"));
        let german = written(&letter, "", Language::De);
        assert!(
            german.contains("19.06.2026") && german.contains("Many systems."),
            "{german}"
        );
    }
}

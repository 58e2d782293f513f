//! The letters in English.

use chrono::NaiveDate;

use super::{LetterFrame, RequestLetter};
use crate::identity::instant;
use crate::privacy::requests::RefusalGround;

/// The body.
pub(super) fn write(letter: &RequestLetter, frame: &LetterFrame) -> String {
    let LetterFrame {
        tenant_name,
        reference,
        ..
    } = frame;
    let text = match letter {
        RequestLetter::Received { due } => format!(
            "{tenant_name} has received your request for the erasure of your personal data. \
             You will have an answer by {} at the latest.",
            date(*due)
        ),
        RequestLetter::Challenge { link, expires_at } => format!(
            "Somebody who gave this address has asked {tenant_name} for the erasure of the personal data that belongs to \
             it.\n\nIf it was you, open this link and press the button there:\n\n{link}\n\n\
             The link works once and until {}.\n\
             If it was not you, do nothing: without the button nothing is erased, and this request and the address in it \
             are forgotten.",
            instant(*expires_at)
        ),
        RequestLetter::Extended { due, reason } => format!(
            "{tenant_name} needs more time for your request for the erasure of your personal data \
             (Art. 12(3) GDPR). You will have an answer by {} at the latest.\n\nThe reason:\n\n{reason}\n\n{}",
            date(*due),
            remedies(frame)
        ),
        RequestLetter::Refused {
            ground,
            explanation,
        } => format!(
            "{tenant_name} does not carry out your request for the erasure of your personal data.\n\n\
             The ground is {}: {}\n\n{explanation}\n\n{}",
            ground.as_str(),
            in_words(*ground),
            remedies(frame)
        ),
        RequestLetter::Withdrawn => format!(
            "Your request to {tenant_name} for the erasure of your personal data was withdrawn, and nothing was erased. \
             You can make a new one at any time."
        ),
    };
    format!("{text}\n\nYour request has the number {reference}.\n")
}

/// Art. 12(4).
fn remedies(frame: &LetterFrame) -> String {
    let authority = match frame.complaint_authority.as_str() {
        "" => {
            "the data protection supervisory authority of the place where you live or work, or of the alleged \
             infringement (Art. 77 GDPR)"
        }
        named => named,
    };
    format!(
        "You can lodge a complaint with {authority}. You can also seek a judicial remedy before a court (Art. 79 GDPR)."
    )
}

const fn in_words(ground: RefusalGround) -> &'static str {
    match ground {
        RefusalGround::Unfounded => "the request is manifestly unfounded or excessive.",
        RefusalGround::Expression => {
            "the data is necessary for exercising the right of freedom of expression and information."
        }
        RefusalGround::LegalObligation => {
            "the data is necessary for a legal obligation or a task in the public interest."
        }
        RefusalGround::PublicHealth => {
            "the data is necessary for reasons of public interest in the area of public health."
        }
        RefusalGround::Research => {
            "the data is necessary for archiving, research or statistics, which the erasure would seriously impair."
        }
        RefusalGround::LegalClaims => {
            "the data is necessary for the establishment, exercise or defence of legal claims."
        }
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

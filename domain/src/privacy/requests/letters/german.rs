//! The letters in German.

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
            "Ihr Antrag auf Löschung Ihrer personenbezogenen Daten ist bei {tenant_name} eingegangen. \
             Sie erhalten spätestens am {} eine Antwort.",
            date(*due)
        ),
        RequestLetter::Challenge { link, expires_at } => format!(
            "Jemand hat mit dieser Adresse bei {tenant_name} beantragt, die personenbezogenen Daten zu löschen, die zu ihr \
             gehören.\n\nWenn Sie das waren, öffnen Sie diesen Link und drücken Sie dort auf den Knopf:\n\n{link}\n\n\
             Der Link gilt einmal und bis {}.\n\
             Wenn Sie es nicht waren, tun Sie nichts: Ohne den Knopf wird nichts gelöscht, und der Antrag und die Adresse \
             darin werden vergessen.",
            instant(*expires_at)
        ),
        RequestLetter::Extended { due, reason } => format!(
            "{tenant_name} braucht für Ihren Antrag auf Löschung Ihrer personenbezogenen Daten mehr Zeit \
             (Art. 12 Abs. 3 DSGVO). Sie erhalten spätestens am {} eine Antwort.\n\nDer Grund:\n\n{reason}\n\n{}",
            date(*due),
            remedies(frame)
        ),
        RequestLetter::Refused {
            ground,
            explanation,
        } => format!(
            "{tenant_name} kommt Ihrem Antrag auf Löschung Ihrer personenbezogenen Daten nicht nach.\n\n\
             Der Grund ist {} DSGVO: {}\n\n{explanation}\n\n{}",
            ground.as_str(),
            in_words(*ground),
            remedies(frame)
        ),
        RequestLetter::Withdrawn => format!(
            "Ihr Antrag an {tenant_name} auf Löschung Ihrer personenbezogenen Daten wurde zurückgezogen; \
             es wurde nichts gelöscht. Sie können jederzeit einen neuen stellen."
        ),
    };
    format!("{text}\n\nIhr Antrag hat die Nummer {reference}.\n")
}

/// Art. 12(4).
fn remedies(frame: &LetterFrame) -> String {
    let authority = match frame.complaint_authority.as_str() {
        "" => {
            "der Datenschutz-Aufsichtsbehörde des Ortes, an dem Sie wohnen oder arbeiten oder an dem der Verstoß \
             geschehen sein soll (Art. 77 DSGVO)"
        }
        named => named,
    };
    format!(
        "Sie können sich beschweren bei: {authority}. Sie können auch vor Gericht klagen (Art. 79 DSGVO)."
    )
}

const fn in_words(ground: RefusalGround) -> &'static str {
    match ground {
        RefusalGround::Unfounded => "der Antrag ist offenkundig unbegründet oder exzessiv.",
        RefusalGround::Expression => {
            "die Daten sind für die Ausübung des Rechts auf freie Meinungsäußerung und Information erforderlich."
        }
        RefusalGround::LegalObligation => {
            "die Daten sind für eine rechtliche Verpflichtung oder eine Aufgabe im öffentlichen Interesse erforderlich."
        }
        RefusalGround::PublicHealth => {
            "die Daten sind aus Gründen des öffentlichen Interesses im Bereich der öffentlichen Gesundheit erforderlich."
        }
        RefusalGround::Research => {
            "die Daten sind für Archive, Forschung oder Statistik erforderlich, was die Löschung ernsthaft beeinträchtigte."
        }
        RefusalGround::LegalClaims => {
            "die Daten sind für die Geltendmachung, Ausübung oder Verteidigung von Rechtsansprüchen erforderlich."
        }
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

//! The subject of each letter: all of it that is kept, because kind and language say it.

use xorb_entities::privacy::RequestMessageKind;
use xorb_entities::tenants::Language;

/// The subject line of the letters of this kind.
#[must_use]
pub const fn subject_line(kind: RequestMessageKind, language: Language) -> &'static str {
    use RequestMessageKind::{Challenge, Completed, Extended, Received, Refused, Withdrawn};
    match (language, kind) {
        (Language::En, Received) => "We have received your request for erasure",
        (Language::En, Challenge) => "Please confirm your request for erasure",
        (Language::En, Extended) => "Your request for erasure needs more time",
        (Language::En, Refused) => "Your request for erasure was refused",
        (Language::En, Completed) => "Your data has been erased",
        (Language::En, Withdrawn) => "Your request for erasure was withdrawn",
        (Language::De, Received) => "Ihr Antrag auf Löschung ist eingegangen",
        (Language::De, Challenge) => "Bitte bestätigen Sie Ihren Antrag auf Löschung",
        (Language::De, Extended) => "Ihr Antrag auf Löschung braucht mehr Zeit",
        (Language::De, Refused) => "Ihr Antrag auf Löschung wurde abgelehnt",
        (Language::De, Completed) => "Ihre Daten wurden gelöscht",
        (Language::De, Withdrawn) => "Ihr Antrag auf Löschung wurde zurückgezogen",
    }
}

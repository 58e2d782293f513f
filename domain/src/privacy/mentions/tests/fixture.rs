//! The person whom these tests look for.

use super::super::redact;
use crate::privacy::Identifier;

pub(super) fn ann() -> Vec<Identifier> {
    vec![Identifier::email("ann@corp.example").unwrap()]
}

pub(super) fn without_ann(text: &str) -> Option<String> {
    redact(text, &ann()).map(|(text, _)| text)
}

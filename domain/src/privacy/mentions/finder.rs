//! Finds the identifiers of a person in what a text reads as.

use super::boundary::Bounds;
use super::needle::Needle;
use super::readings::{Readings, Span, Wanted};
use crate::crypto::sha256;
use crate::privacy::{Identifier, IdentifierKind};

/// Length of a digest.
pub(super) const DIGEST_CHARS: usize = 64;

/// Looks for identifiers, and for the digests under which addresses travel.
pub(super) struct Finder {
    needles: Vec<Needle>,
    wanted: Wanted,
}

impl Finder {
    pub(super) fn new(identifiers: &[Identifier]) -> Self {
        let mut needles = Vec::new();
        for identifier in identifiers {
            match identifier.kind() {
                IdentifierKind::Email => {
                    needles.push(Needle::new(identifier.value(), Bounds::Address));
                    needles.push(Needle::new(&digest(identifier.value()), Bounds::Words));
                }
                IdentifierKind::Text => {
                    needles.push(Needle::new(identifier.value(), Bounds::Words));
                }
            }
        }
        let texts = identifiers
            .iter()
            .filter(|identifier| identifier.kind() == IdentifierKind::Text);
        let shortest = texts.map(|text| text.value().len()).min();
        Self {
            needles,
            wanted: Wanted {
                shortest: shortest.unwrap_or(usize::MAX),
            },
        }
    }

    pub(super) fn read(&self, text: &str) -> Readings {
        Readings::of(text, self.wanted)
    }

    /// The bytes that mention the person: apart from each other and in order.
    pub(super) fn spans(&self, readings: &Readings) -> Vec<Span> {
        let mut spans = Vec::new();
        for (number, reading) in readings.0.iter().enumerate() {
            for needle in &self.needles {
                for from in needle.occurrences(&reading.folded.text) {
                    let to = from + needle.len();
                    spans.extend(readings.whole(number, from, to, needle.bounds));
                }
            }
        }
        merged(spans)
    }
}

/// The digest of an address as other systems write it: SHA-256 in hexadecimal.
pub(super) fn digest(address: &str) -> String {
    hex::encode(sha256(address.as_bytes()))
}

fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for (start, end) in spans {
        match merged.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

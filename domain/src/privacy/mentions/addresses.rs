//! The addresses that a text mentions, for the index: whatever `redact` would find is among them.
//!
//! Where an address begins is not always clear (`user=o'neil@corp.example`): then each possibility is one. Digests that may
//! be those of an address count too.

use std::collections::BTreeSet;

use serde_json::Value;

use super::base64::{ALIGNMENTS, MAX_DEPTH, runs, segments};
use super::boundary::{Bounds, begins, ends, is_word};
use super::finder::DIGEST_CHARS;
use super::readings::{Readings, Wanted};

/// No honest text mentions more.
pub const MAX_ADDRESSES: usize = 1_000;

/// Folded local parts and domains are no longer.
const MAX_PART_CHARS: usize = 256;

/// Addresses and digests, and nothing else.
const ADDRESSES: Wanted = Wanted {
    shortest: usize::MAX,
};

const MAX_STARTS: usize = 16;
const MAX_ENDS: usize = 4;

/// What a text mentions, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentioned {
    pub(super) terms: BTreeSet<String>,
    /// Whether there were more than are kept.
    pub(super) is_cut: bool,
}

/// The addresses in a text, folded, at most `MAX_ADDRESSES`, in order.
#[must_use]
pub fn addresses_in(text: &str) -> Vec<String> {
    let mut mentioned = Mentioned::default();
    mentioned.add(text);
    let terms = mentioned.terms.into_iter();
    terms.filter(|term| term.contains('@')).collect()
}

impl Mentioned {
    /// What these texts mention together.
    pub(crate) fn by<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut mentioned = Self::default();
        for text in texts {
            mentioned.add(text);
        }
        mentioned
    }

    /// Adds what another text mentions.
    pub(crate) fn add(&mut self, text: &str) {
        self.read(text, 0);
    }

    /// Adds what was read elsewhere.
    pub(crate) fn join(&mut self, other: Self) {
        self.is_cut |= other.is_cut;
        for term in other.terms {
            self.insert(&term);
        }
    }

    /// What a document mentions: its keys and its texts.
    pub(crate) fn by_json(document: &Value) -> Self {
        let mut mentioned = Self::default();
        let mut rest = vec![document];
        while let Some(value) = rest.pop() {
            match value {
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
                Value::String(text) => mentioned.add(text),
                Value::Array(values) => rest.extend(values),
                Value::Object(fields) => {
                    for (key, value) in fields {
                        mentioned.add(key);
                        rest.push(value);
                    }
                }
            }
        }
        mentioned
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty() && !self.is_cut
    }

    fn read(&mut self, text: &str, depth: usize) {
        let readings = Readings::of(text, ADDRESSES);
        for (number, reading) in readings.0.iter().enumerate() {
            self.take_addresses(&readings, number);
            self.take_digests(&reading.folded.text);
            if depth < MAX_DEPTH {
                let mut bytes = Vec::new();
                runs(&reading.tokens, |run| {
                    for alignment in 0..ALIGNMENTS {
                        run.read(alignment, &mut bytes);
                        self.read_bytes(&bytes, depth + 1);
                    }
                    false
                });
            }
        }
    }

    fn read_bytes(&mut self, bytes: &[u8], depth: usize) {
        for segment in segments(bytes) {
            if let Some(Ok(text)) = bytes.get(segment).map(std::str::from_utf8) {
                self.read(text, depth);
            }
        }
    }

    fn take_addresses(&mut self, readings: &Readings, number: usize) {
        let Some(reading) = readings.0.get(number) else {
            return;
        };
        let folded = &reading.folded;
        for (at, _) in folded.text.match_indices('@') {
            let (local, domain) = (folded.text.get(..at), folded.text.get(at + 1..));
            let starts = local_lengths(local.unwrap_or_default())
                .map(|length| at - length)
                .filter(|start| begins(folded, *start, Bounds::Address))
                .take(MAX_STARTS);
            let ends: Vec<usize> = domain_lengths(domain.unwrap_or_default())
                .map(|length| at + 1 + length)
                .filter(|end| ends(folded, *end, Bounds::Address))
                .take(MAX_ENDS)
                .collect();
            for start in starts {
                for end in &ends {
                    if readings
                        .whole(number, start, *end, Bounds::Address)
                        .is_some()
                    {
                        self.insert(folded.text.get(start..*end).unwrap_or_default());
                    }
                }
            }
        }
    }

    fn take_digests(&mut self, text: &str) {
        if text.len() < DIGEST_CHARS {
            return;
        }
        let words = text.split(|symbol: char| !symbol.is_ascii_alphanumeric());
        for word in words.filter(|word| word.len() == DIGEST_CHARS) {
            if word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                self.insert(word);
            }
        }
    }

    fn insert(&mut self, term: &str) {
        if self.terms.contains(term) {
            return;
        }
        if self.terms.len() < MAX_ADDRESSES {
            self.terms.insert(term.to_owned());
        } else {
            self.is_cut = true;
        }
    }
}

/// Lengths, from short to long, of what may be a local part at the end of a text.
fn local_lengths(before: &str) -> impl Iterator<Item = usize> {
    let symbols = before.chars().rev().take(MAX_PART_CHARS);
    let allowed =
        symbols.take_while(|symbol| is_word(*symbol) || ".!#$%&'*+-/=?^_`{|}~".contains(*symbol));
    lengths(allowed)
}

/// The same for a domain at the start of a text.
fn domain_lengths(behind: &str) -> impl Iterator<Item = usize> {
    let symbols = behind.chars().take(MAX_PART_CHARS);
    lengths(symbols.take_while(|symbol| is_word(*symbol) || matches!(symbol, '-' | '.')))
}

/// The bytes up to each character that is no dot or dash: an address neither begins nor ends with one.
fn lengths(symbols: impl Iterator<Item = char>) -> impl Iterator<Item = usize> {
    let mut length = 0;
    symbols.filter_map(move |symbol| {
        length += symbol.len_utf8();
        (symbol != '.').then_some(length)
    })
}

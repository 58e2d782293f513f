//! One automaton for all identifiers of all people sought: how many they are hardly matters, reading does.
//!
//! The automaton knows the beginnings of the patterns, which keeps it small, and ignores case; what it proposes is then
//! compared to the last byte and judged by its neighbours.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use super::Encoding;
use super::alphabet::{bits, characters_before, decode};
use super::base64_runs::decodings;
use super::neighbours::stands_alone;
use super::patterns::{Pattern, Shape, patterns};
use super::unescaped::unescaped;
use crate::AppError;
use crate::privacy::identifiers::Identifier;

/// Bytes of a pattern that the automaton knows.
const BEGINNING: usize = 24;
/// Layers of encoding that are undone, such as percent-encoded JSON in base64.
const DEPTH: usize = 3;
/// Characters of base64 that are looked at on either side: two groups hold any neighbour.
const BESIDE: usize = 8;

/// A person who was found, and how they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::privacy::residue) struct Hit {
    /// Position in the list of people sought.
    pub(in crate::privacy::residue) person: usize,
    pub(in crate::privacy::residue) encoding: Encoding,
}

/// Everybody sought.
pub(in crate::privacy::residue) struct Needles {
    automaton: AhoCorasick,
    patterns: Vec<(usize, Pattern)>,
    /// Each with the person whose it is.
    identifiers: Vec<(usize, Identifier)>,
}

/// A text, and how each of its bytes was written, where that is not as it stands.
#[derive(Clone, Copy)]
struct View<'a> {
    text: &'a [u8],
    origins: Option<&'a [Encoding]>,
    /// The encoding of the whole.
    wrapping: Option<Encoding>,
}

impl Needles {
    /// Builds the automaton. `people`: the identifiers of each.
    ///
    /// # Errors
    /// `Internal` if there are too many for one automaton.
    pub(in crate::privacy::residue) fn new<'a>(
        people: impl IntoIterator<Item = &'a [Identifier]>,
    ) -> Result<Self, AppError> {
        let identifiers: Vec<(usize, Identifier)> = people
            .into_iter()
            .enumerate()
            .flat_map(|(person, identifiers)| {
                identifiers
                    .iter()
                    .map(move |identifier| (person, identifier.clone()))
            })
            .collect();
        let patterns: Vec<(usize, Pattern)> = identifiers
            .iter()
            .enumerate()
            .flat_map(|(at, (_, identifier))| {
                patterns(identifier)
                    .into_iter()
                    .map(move |pattern| (at, pattern))
            })
            .collect();
        let beginnings = patterns.iter().map(|(_, pattern)| {
            let bytes = &pattern.bytes;
            bytes.get(..BEGINNING).unwrap_or(bytes)
        });
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(beginnings)
            .map_err(AppError::internal)?;
        Ok(Self {
            automaton,
            patterns,
            identifiers,
        })
    }

    /// Who is mentioned in the text.
    pub(in crate::privacy::residue) fn search(&self, text: &[u8]) -> BTreeSet<Hit> {
        let mut hits = BTreeSet::new();
        let view = View {
            text,
            origins: None,
            wrapping: None,
        };
        self.look(view, &mut hits);
        self.look_deeper(view, DEPTH, &mut hits);
        hits
    }

    /// Undoes one more layer of encoding, in every way, and looks again.
    fn look_deeper(&self, view: View<'_>, depth: usize, hits: &mut BTreeSet<Hit>) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        // A text whose escapes were undone has its compatibility forms behind it too.
        let is_folded = view.origins.is_some();
        if let Some(read) = unescaped(view.text).filter(|read| read.has_changed || !is_folded) {
            let deeper = View {
                text: &read.bytes,
                origins: Some(&read.origins),
                wrapping: view.wrapping,
            };
            self.look(deeper, hits);
            if read.has_changed {
                self.look_deeper(deeper, depth, hits);
            }
        }
        for decoded in decodings(view.text) {
            let deeper = View {
                text: &decoded,
                origins: None,
                wrapping: Some(Encoding::Base64),
            };
            self.look(deeper, hits);
            self.look_deeper(deeper, depth, hits);
        }
    }

    fn look(&self, view: View<'_>, hits: &mut BTreeSet<Hit>) {
        let Ok(candidates) = self.automaton.try_find_overlapping_iter(view.text) else {
            return;
        };
        for candidate in candidates {
            let Some((at, pattern)) = self.patterns.get(candidate.pattern().as_usize()) else {
                continue;
            };
            let Some((person, identifier)) = self.identifiers.get(*at) else {
                continue;
            };
            if let Some(encoding) = confirm(view, candidate.start(), pattern, identifier) {
                hits.insert(Hit {
                    person: *person,
                    encoding: view.wrapping.unwrap_or(encoding),
                });
            }
        }
    }
}

/// Whether the whole pattern stands at `start`, and alone; and how it was written.
fn confirm(
    view: View<'_>,
    start: usize,
    pattern: &Pattern,
    identifier: &Identifier,
) -> Option<Encoding> {
    let end = start + pattern.bytes.len();
    let written = view.text.get(start..end)?;
    let (before, after) = (view.text.get(..start)?, view.text.get(end..)?);
    let is_there = match &pattern.shape {
        Shape::Text => {
            if !written.eq_ignore_ascii_case(&pattern.bytes) {
                return None;
            }
            let origins = view.origins.and_then(|origins| origins.get(start..end));
            let origin = origins.into_iter().flatten().max().copied();
            let encoding = origin.unwrap_or(Encoding::Plain);
            let is_alone = stands_alone(identifier, before, after, encoding == Encoding::Percent);
            return is_alone.then_some(encoding);
        }
        Shape::Utf16 { is_little } => {
            written.eq_ignore_ascii_case(&pattern.bytes)
                && stands_alone(
                    identifier,
                    &from_utf16(
                        before
                            .rchunks(2)
                            .take(2)
                            .collect::<Vec<_>>()
                            .into_iter()
                            .rev(),
                        *is_little,
                    ),
                    &from_utf16(after.chunks(2).take(2), *is_little),
                    false,
                )
        }
        Shape::Base64 {
            before: preceding,
            content,
            is_digest,
        } => {
            written == pattern.bytes
                && is_in_base64(view.text, start, *preceding, content, |before, after| {
                    *is_digest || stands_alone(identifier, before, after, false)
                })
        }
        Shape::Digest => written == pattern.bytes,
        Shape::DigestHex => written.eq_ignore_ascii_case(&pattern.bytes),
    };
    is_there.then(|| pattern.shape.encoding())
}

/// Decodes the surroundings of a pattern that was found at `start`. If they cannot be decoded, because the text was cut
/// there, the pattern counts.
fn is_in_base64(
    text: &[u8],
    start: usize,
    preceding: usize,
    content: &[u8],
    is_alone: impl Fn(&[u8], &[u8]) -> bool,
) -> bool {
    let Some(group) = start.checked_sub(characters_before(preceding)) else {
        return true;
    };
    let is_base64 = |byte: &u8| bits(*byte).is_some();
    let front = text.get(..group).unwrap_or_default();
    let in_front = front
        .iter()
        .rev()
        .take(BESIDE)
        .take_while(|byte| is_base64(byte))
        .count()
        / 4
        * 4;
    let length = in_front + characters_before(content.len() + preceding) + BESIDE;
    let around = text.get(group - in_front..).unwrap_or_default();
    let decoded = decode(around.iter().copied().take(length));
    let at = in_front / 4 * 3 + preceding;
    match (
        decoded.get(..at),
        decoded.get(at..at + content.len()),
        decoded.get(at + content.len()..),
    ) {
        (Some(before), Some(found), Some(after)) => found == content && is_alone(before, after),
        _ => false,
    }
}

fn from_utf16<'a>(units: impl Iterator<Item = &'a [u8]>, is_little: bool) -> Vec<u8> {
    let unit = |bytes: &[u8]| match bytes {
        [a, b] if is_little => u16::from_le_bytes([*a, *b]),
        [a, b] => u16::from_be_bytes([*a, *b]),
        [half] => u16::from(*half),
        _ => 0,
    };
    String::from_utf16_lossy(&units.map(unit).collect::<Vec<_>>()).into_bytes()
}

#[cfg(test)]
mod tests;

//! The readings of a text: as written, and with its escapes undone, in the ways in which they may have been meant.
//!
//! No single reading finds everything: undoing `=40` makes `?user=40ann@…` unreadable, not undoing it `ann=40corp…`.
//! A mention counts if it stands whole in one reading and no richer reading says that it is part of something longer.

use super::boundary::{Bounds, begins, ends};
use super::decode::{Escapes, decode};
use super::fold::{Folded, fold};
use super::token::{Token, tokens};

/// Bytes of the text that is read.
pub(super) type Span = (u32, u32);

/// One way to read a text.
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    pub(super) folded: Folded,
}

/// All ways to read a text, the plainest first.
pub(super) struct Readings(pub(super) Vec<Reading>);

/// In this order each reading is richer than those before.
const RICHER: [Escapes; 4] = [
    Escapes {
        letters: false,
        quoted_printable: false,
    },
    Escapes {
        letters: true,
        quoted_printable: false,
    },
    Escapes {
        letters: false,
        quoted_printable: true,
    },
    Escapes {
        letters: true,
        quoted_printable: true,
    },
];

impl Readings {
    /// Reads a text. `shortest` is the length of the shortest text without `@` that somebody looks for.
    pub(super) fn of(text: &str, shortest: usize) -> Self {
        let may_mention = text.len() >= shortest || text.bytes().any(is_telling);
        let reading = |tokens: Vec<Token>| Reading {
            folded: if may_mention {
                fold(&tokens)
            } else {
                Folded::default()
            },
            tokens,
        };
        let mut readings = vec![reading(tokens(text))];
        let has = |wanted: &[u8]| text.bytes().any(|byte| wanted.contains(&byte));
        let (has_escapes, has_backslash, has_equals) = (has(b"%\\&"), has(b"\\"), has(b"="));
        for escapes in RICHER {
            let is_possible = (has_backslash || !escapes.letters)
                && (has_equals || !escapes.quoted_printable)
                && (has_escapes || escapes.quoted_printable);
            if is_possible {
                readings.extend(decode(text, escapes).map(reading));
            }
        }
        Self(readings)
    }

    /// The origin of a range of a folded reading, if an identifier stands there and no richer reading refutes it.
    pub(super) fn whole(
        &self,
        reading: usize,
        from: usize,
        to: usize,
        bounds: Bounds,
    ) -> Option<Span> {
        let folded = &self.0.get(reading)?.folded;
        let is_whole =
            |folded: &Folded, from, to| begins(folded, from, bounds) && ends(folded, to, bounds);
        if !is_whole(folded, from, to) {
            return None;
        }
        let span = folded.origin(from, to)?;
        let is_refuted = self.0.iter().skip(reading + 1).any(|richer| {
            let place = richer.folded.place(span);
            place.is_some_and(|(from, to)| !is_whole(&richer.folded, from, to))
        });
        (!is_refuted).then_some(span)
    }
}

/// Bytes without which a text reads as written and holds no address.
fn is_telling(byte: u8) -> bool {
    matches!(byte, b'@' | b'%' | b'\\' | b'&' | b'=') || !byte.is_ascii()
}

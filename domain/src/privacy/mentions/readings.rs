//! The readings of a text: as written, and with its escapes undone, in the ways in which they may have been meant.
//!
//! No single reading finds everything: undoing `=40` makes `?user=40ann@…` unreadable, not undoing it `ann=40corp…`.
//! A mention counts if it stands whole in one reading and no richer reading says that it is part of something longer.

use super::boundary::{Bounds, begins, ends};
use super::decode::{Escapes, decode};
use super::finder::DIGEST_CHARS;
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
    /// Reads a text. A reading without `@` is compared only if somebody looks for something else that may be in it.
    pub(super) fn of(text: &str, wanted: Wanted) -> Self {
        let reading = |tokens: Vec<Token>| Reading {
            folded: if wanted.may_be_in(&tokens) {
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

/// What is looked for besides addresses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The length of the shortest text; none is as short if there is none.
    pub(super) shortest: usize,
}

impl Wanted {
    /// Whether it is worth comparing what was read.
    fn may_be_in(self, tokens: &[Token]) -> bool {
        // One character may stand for several: `⑽` for `(10)`.
        tokens.len() >= self.shortest / 4
            || tokens
                .iter()
                .any(|token| matches!(token.symbol, '@' | '＠' | '﹫'))
            || has_digest(tokens)
    }
}

/// Whether there are enough letters and digits in a row to be a digest.
fn has_digest(tokens: &[Token]) -> bool {
    let mut length = 0;
    tokens.len() >= DIGEST_CHARS
        && tokens.iter().any(|token| {
            let is_part = token.symbol.is_ascii_alphanumeric() || !token.symbol.is_ascii();
            length = if is_part { length + 1 } else { 0 };
            length >= DIGEST_CHARS
        })
}

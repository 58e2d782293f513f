//! Characters with their origin: what a text reads as, and which bytes of it say so.

use std::ops::Range;

/// A character, and the bytes of the text that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) symbol: char,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Token {
    pub(super) fn range(self) -> Range<usize> {
        index(self.start)..index(self.end)
    }
}

/// The characters of a text as they are written.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len());
    tokens.extend(text.char_indices().map(|(at, symbol)| Token {
        symbol,
        start: offset(at),
        end: offset(at + symbol.len_utf8()),
    }));
    tokens
}

/// A place in a text. None is longer than 4 GiB: the document gate and the columns are far below.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

pub(super) fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

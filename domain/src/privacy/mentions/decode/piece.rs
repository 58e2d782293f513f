//! What a decoder has read so far, and a view of its end.

use super::super::token::Token;

/// A character, or a byte that may become part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Char(char),
    Byte(u8),
}

impl Unit {
    /// What an escape of one byte stands for.
    pub(super) fn of_byte(byte: u32) -> Option<Self> {
        let byte = u8::try_from(byte).ok()?;
        Some(if byte.is_ascii() {
            Self::Char(char::from(byte))
        } else {
            Self::Byte(byte)
        })
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) unit: Unit,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl From<Token> for Piece {
    fn from(token: Token) -> Self {
        Self {
            unit: Unit::Char(token.symbol),
            start: token.start,
            end: token.end,
        }
    }
}

/// The end of what was read: escapes are recognised by their last character.
#[derive(Clone, Copy)]
pub(super) struct Tail<'a>(pub(super) &'a [Piece]);

impl Tail<'_> {
    /// The character at this place, 1 being the last.
    pub(super) fn back(self, place: usize) -> Option<char> {
        match self.piece(place)?.unit {
            Unit::Char(symbol) => Some(symbol),
            Unit::Byte(_) => None,
        }
    }

    pub(super) fn byte(self, place: usize) -> Option<u8> {
        match self.piece(place)?.unit {
            Unit::Char(_) => None,
            Unit::Byte(byte) => Some(byte),
        }
    }

    /// The number that `count` hexadecimal digits say, the first at this place.
    pub(super) fn hexadecimal(self, place: usize, count: usize) -> Option<u32> {
        let last = place.checked_sub(count)? + 1;
        (last..=place).rev().try_fold(0, |number: u32, place| {
            let digit = self.back(place)?.to_digit(16)?;
            Some(number << 4 | digit)
        })
    }

    fn piece(self, place: usize) -> Option<Piece> {
        let at = self.0.len().checked_sub(place)?;
        self.0.get(at).copied()
    }
}

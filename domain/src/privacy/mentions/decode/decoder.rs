//! Reads a text with its escapes undone, however deep they are nested, in one pass.
//!
//! What was read lies on a stack. The last character of an escape replaces the escape by what it stands for, and that may
//! be the last character of another one: `%2540` becomes `%40` as its `5` is read, and `@` with its `0`. Each such step
//! makes the stack shorter, so the pass is linear whatever the nesting.

use super::super::token::{Token, index, offset, tokens};
use super::piece::{Piece, Tail, Unit};
use super::{backslash, entities, hexadecimal, quoted_printable};

/// Which escapes are undone besides percent, hexadecimal and entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Escapes {
    pub(in super::super) letters: bool,
    pub(in super::super) quoted_printable: bool,
}

struct Decoder {
    escapes: Escapes,
    pieces: Vec<Piece>,
    /// What was found.
    undone: Escapes,
    has_undone: bool,
}

/// The text with its escapes undone; `None` if there is not one of each wanted kind, so that a simpler reading says it all.
pub(in super::super) fn decode(text: &str, escapes: Escapes) -> Option<Vec<Token>> {
    let mut decoder = Decoder {
        escapes,
        pieces: Vec::with_capacity(text.len()),
        undone: Escapes::default(),
        has_undone: false,
    };
    for (at, symbol) in text.char_indices() {
        decoder.pieces.push(Piece {
            unit: Unit::Char(symbol),
            start: offset(at),
            end: offset(at + symbol.len_utf8()),
        });
        if may_complete(symbol) {
            while decoder.reduce() {}
        }
    }
    let is_new = decoder.undone == escapes && (decoder.has_undone || escapes != Escapes::default());
    is_new.then(|| decoder.finish(text))
}

/// Whether an escape can end with this character.
fn may_complete(symbol: char) -> bool {
    matches!(
        symbol,
        '0'..='9' | 'a'..='f' | 'A'..='F' | '}' | ';' | 'n' | 'r' | 't' | 'v' | '"' | '\'' | '/' | '\\' | '\n'
    )
}

impl Decoder {
    /// Replaces the escape that ends here, if one does.
    fn reduce(&mut self) -> bool {
        let tail = Tail(&self.pieces);
        if self.escapes.quoted_printable
            && let Some(length) = quoted_printable::soft_break(tail)
        {
            self.undone.quoted_printable = true;
            self.drop_break(length);
            return false;
        }
        let Some((length, unit)) = self.completed() else {
            return false;
        };
        self.replace(length, unit);
        if matches!(unit, Unit::Byte(_)) {
            self.join_bytes();
            return false;
        }
        self.has_undone = true;
        true
    }

    fn completed(&mut self) -> Option<(usize, Unit)> {
        let tail = Tail(&self.pieces);
        let common = hexadecimal::completed(tail).or_else(|| entities::completed(tail));
        if common.is_some() {
            return common;
        }
        if self.escapes.quoted_printable
            && let Some(found) = quoted_printable::completed(tail)
        {
            self.undone.quoted_printable = true;
            return Some(found);
        }
        if self.escapes.letters
            && let Some(found) = backslash::completed(tail)
        {
            self.undone.letters = true;
            return Some(found);
        }
        None
    }

    fn replace(&mut self, length: usize, unit: Unit) {
        let from = self.pieces.len().saturating_sub(length);
        let (Some(first), Some(last)) = (self.pieces.get(from), self.pieces.last()) else {
            return;
        };
        let piece = Piece {
            unit,
            start: first.start,
            end: last.end,
        };
        self.pieces.truncate(from);
        self.pieces.push(piece);
    }

    /// A soft line break is nothing; its bytes go to the character before, so that there is no gap.
    fn drop_break(&mut self, length: usize) {
        let end = self.pieces.last().map_or(0, |last| last.end);
        self.pieces
            .truncate(self.pieces.len().saturating_sub(length));
        if let Some(before) = self.pieces.last_mut() {
            before.end = end;
        }
    }

    /// Makes a character of the bytes at the end, once they are complete.
    fn join_bytes(&mut self) {
        let tail = Tail(&self.pieces);
        let mut bytes = [0; 4];
        for length in 1..=4_usize {
            let (Some(byte), Some(slot)) = (tail.byte(length), bytes.get_mut(4 - length)) else {
                return;
            };
            *slot = byte;
            if byte & 0b1100_0000 != 0b1000_0000 {
                let text = bytes.get(4 - length..).map(std::str::from_utf8);
                if let Some(Ok(text)) = text
                    && let Some(symbol) = text.chars().next()
                {
                    self.replace(length, Unit::Char(symbol));
                    self.has_undone = true;
                }
                return;
            }
        }
    }

    /// Bytes that made no character are read as they are written.
    fn finish(self, text: &str) -> Vec<Token> {
        let mut read = Vec::with_capacity(self.pieces.len());
        for Piece { unit, start, end } in self.pieces {
            match unit {
                Unit::Char(symbol) => read.push(Token { symbol, start, end }),
                Unit::Byte(_) => {
                    let written = text.get(index(start)..index(end)).unwrap_or_default();
                    read.extend(tokens(written).into_iter().map(|token| Token {
                        start: token.start + start,
                        end: token.end + start,
                        ..token
                    }));
                }
            }
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, letters: bool, quoted_printable: bool) -> Option<String> {
        let escapes = Escapes {
            letters,
            quoted_printable,
        };
        let tokens = decode(text, escapes)?;
        Some(tokens.iter().map(|token| token.symbol).collect())
    }

    #[test]
    fn every_escape_is_undone_at_every_depth() {
        for written in [
            "%40",
            "%2540",
            "%25252540",
            "%u0040",
            r"\u0040",
            r"\x40",
            r"\u{40}",
            r"\u{000040}",
            r"\U00000040",
            "&#64;",
            "&#x40;",
            "&#X040;",
            "&#0000064;",
            "&commat;",
            "&amp;commat;",
            "&amp;amp;#64;",
            r"%5Cu0040",
            r"\u002540",
            "&percnt;40",
            "%26%2364%3B",
        ] {
            assert_eq!(
                read(written, false, false).as_deref(),
                Some("@"),
                "{written}"
            );
        }
        assert_eq!(read(r"\\\\u0040\\n", true, false).as_deref(), Some("@\n"));
        assert_eq!(
            read("=40=3D40a=\r\nb=\nc", false, true).as_deref(),
            Some("@@abc")
        );
    }

    #[test]
    fn letters_beyond_ascii_come_together() {
        assert_eq!(read("j%C3%B6rg", false, false).as_deref(), Some("jörg"));
        assert_eq!(read("j=C3=B6rg", false, true).as_deref(), Some("jörg"));
        assert_eq!(read(r"j\xc3\xb6rg", false, false).as_deref(), Some("jörg"));
        assert_eq!(
            read("j&ouml;rg&Ouml;", false, false).as_deref(),
            Some("jörgÖ")
        );
        assert_eq!(read(r"\ud83d\ude00", false, false).as_deref(), Some("😀"));
        assert_eq!(read("%F0%9F%98%80", false, false).as_deref(), Some("😀"));
    }

    #[test]
    fn what_is_no_escape_stays_as_it_is_written() {
        assert_eq!(
            read("50%be, 100%, \\u00, &nosuch; &#xD800; =", false, false),
            None
        );
        assert_eq!(read("a%25%be%40", false, false).as_deref(), Some("a%%be@"));
        assert_eq!(read("a\\\"b", false, false), None);
        assert_eq!(read("no escapes = here", false, true), None);
    }

    #[test]
    fn every_character_knows_its_origin() {
        let tokens = decode("é%2540x", Escapes::default()).unwrap();
        let ranges: Vec<_> = tokens.iter().map(|token| token.range()).collect();
        assert_eq!(ranges, [0..2, 2..7, 7..8]);
    }
}

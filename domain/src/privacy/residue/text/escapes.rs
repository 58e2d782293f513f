//! Escapes of URLs, of JSON and programs, and of HTML, undone byte by byte. Each byte remembers what it was written as.

use super::Encoding;
use super::entities::entity;

/// A text without its escapes.
#[derive(Default)]
pub(super) struct Undone {
    pub(super) bytes: Vec<u8>,
    /// For each byte how it was written.
    pub(super) origins: Vec<Encoding>,
    /// Whether there were any.
    pub(super) has_changed: bool,
}

impl Undone {
    pub(super) fn push(&mut self, character: char, origin: Encoding) {
        let mut buffer = [0; 4];
        for byte in character.encode_utf8(&mut buffer).bytes() {
            self.push_byte(byte, origin);
        }
    }

    fn push_byte(&mut self, byte: u8, origin: Encoding) {
        self.bytes.push(byte);
        self.origins.push(origin);
    }
}

/// What an escape stands for.
enum Meaning {
    Byte(u8),
    Character(char),
}

/// Undoes one layer.
pub(super) fn undo(text: &[u8]) -> Undone {
    let mut undone = Undone {
        bytes: Vec::with_capacity(text.len()),
        origins: Vec::with_capacity(text.len()),
        has_changed: false,
    };
    let mut rest = text;
    while let Some((first, behind)) = rest.split_first() {
        let read = match first {
            b'%' => hex(behind, 2)
                .map(|byte| (Meaning::Byte(byte.to_le_bytes()[0]), 2, Encoding::Percent)),
            b'\\' => backslash(behind),
            b'&' => entity(behind).map(|(character, length)| {
                (Meaning::Character(character), length, Encoding::HtmlEntity)
            }),
            _ => None,
        };
        let Some((meaning, length, origin)) = read else {
            undone.push_byte(*first, Encoding::Plain);
            rest = behind;
            continue;
        };
        match meaning {
            Meaning::Byte(byte) => undone.push_byte(byte, origin),
            Meaning::Character(character) => undone.push(character, origin),
        }
        undone.has_changed = true;
        rest = behind.get(length..).unwrap_or_default();
    }
    undone
}

fn backslash(text: &[u8]) -> Option<(Meaning, usize, Encoding)> {
    let character =
        |character, length, origin| Some((Meaning::Character(character), length, origin));
    match text.first()? {
        b'n' => character('\n', 1, Encoding::Plain),
        b'r' => character('\r', 1, Encoding::Plain),
        b't' => character('\t', 1, Encoding::Plain),
        b'b' | b'f' | b'v' | b'0' => character(' ', 1, Encoding::Plain),
        quoted @ (b'"' | b'\'' | b'\\' | b'/') => {
            character(char::from(*quoted), 1, Encoding::Plain)
        }
        b'x' => {
            let byte = hex(text.get(1..)?, 2)?;
            Some((Meaning::Byte(byte.to_le_bytes()[0]), 3, Encoding::HexEscape))
        }
        b'u' => unicode(text.get(1..)?)
            .and_then(|(read, length)| character(read, length + 1, Encoding::UnicodeEscape)),
        b'U' => char::from_u32(hex(text.get(1..)?, 8)?)
            .and_then(|read| character(read, 9, Encoding::UnicodeEscape)),
        _ => None,
    }
}

/// `0040`, a pair of surrogates, or `{40}`, behind the `\u`.
fn unicode(text: &[u8]) -> Option<(char, usize)> {
    if let Some(braced) = text.strip_prefix(b"{") {
        let length = braced.iter().take(7).position(|byte| *byte == b'}')?;
        return char::from_u32(hex(braced, length)?).map(|character| (character, length + 2));
    }
    let first = hex(text, 4)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 4));
    }
    let second = hex(text.get(4..)?.strip_prefix(b"\\u")?, 4)?;
    let (high, low) = (first.checked_sub(0xd800)?, second.checked_sub(0xdc00)?);
    let character = char::from_u32(0x1_0000 + (high << 10 | low))?;
    Some((character, 10))
}

/// The number that the first `digits` characters write.
fn hex(text: &[u8], digits: usize) -> Option<u32> {
    let written = text.get(..digits)?;
    if written.is_empty() || !written.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(written).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(text: &str) -> String {
        String::from_utf8(undo(text.as_bytes()).bytes).unwrap()
    }

    #[test]
    fn every_escape_becomes_its_character() {
        for at in [
            "@",
            "%40",
            "\\u0040",
            "\\u{40}",
            "\\U00000040",
            "\\x40",
            "&#64;",
            "&#064;",
            "&#x40;",
            "&#X40;",
            "&commat;",
            "&#64",
        ] {
            assert_eq!(undone(&format!("ann{at}example")), "ann@example", "{at}");
        }
        assert_eq!(undone("\\ud83d\\ude00 %C3%BC"), "\u{1f600} \u{fc}");
    }

    #[test]
    fn what_is_no_escape_stays() {
        for text in [
            "100% sure",
            "a\\",
            "\\u12",
            "%4",
            "&x;",
            "&",
            "&#;",
            "\\ud83d",
            "\\u{}",
            "\\u{zz}",
            "\\q",
        ] {
            assert_eq!(undone(text), text);
        }
    }
}

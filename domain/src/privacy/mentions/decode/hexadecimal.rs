//! Escapes of hexadecimal digits: `%40`, `%u0040`, `\x40`, `\u0040`, `\U00000040`, `\u{40}`.

use super::piece::{Tail, Unit};

const HIGH_SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDBFF;
const LOW_SURROGATES: std::ops::RangeInclusive<u32> = 0xDC00..=0xDFFF;

/// The escape that the last character completes, and how many characters it has.
pub(super) fn completed(tail: Tail<'_>) -> Option<(usize, Unit)> {
    match tail.back(1)? {
        '}' => braced(tail),
        last if last.is_ascii_hexdigit() => byte(tail)
            .or_else(|| code_unit(tail))
            .or_else(|| long(tail)),
        _ => None,
    }
}

fn byte(tail: Tail<'_>) -> Option<(usize, Unit)> {
    let length = if tail.back(3) == Some('%') {
        3
    } else if tail.back(4) == Some('\\') && matches!(tail.back(3), Some('x' | 'X')) {
        4
    } else {
        return None;
    };
    Some((length, Unit::of_byte(tail.hexadecimal(2, 2)?)?))
}

/// A half of a character beyond U+FFFF stays as it is until the other half comes.
fn code_unit(tail: Tail<'_>) -> Option<(usize, Unit)> {
    let unit = utf16(tail, 6)?;
    if LOW_SURROGATES.contains(&unit) {
        let high = utf16(tail, 12).filter(|high| HIGH_SURROGATES.contains(high))?;
        let number = 0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
        return character(12, number);
    }
    character(6, unit)
}

fn utf16(tail: Tail<'_>, place: usize) -> Option<u32> {
    let is_marked =
        matches!(tail.back(place), Some('\\' | '%')) && tail.back(place - 1) == Some('u');
    is_marked.then(|| tail.hexadecimal(place - 2, 4)).flatten()
}

fn long(tail: Tail<'_>) -> Option<(usize, Unit)> {
    let is_marked = tail.back(10) == Some('\\') && tail.back(9) == Some('U');
    character(10, is_marked.then(|| tail.hexadecimal(8, 8)).flatten()?)
}

/// One to six digits.
fn braced(tail: Tail<'_>) -> Option<(usize, Unit)> {
    let open = (3..=8).find(|place| tail.back(*place) == Some('{'))?;
    if tail.back(open + 1) != Some('u') || tail.back(open + 2) != Some('\\') {
        return None;
    }
    character(open + 2, tail.hexadecimal(open - 1, open - 2)?)
}

fn character(length: usize, number: u32) -> Option<(usize, Unit)> {
    Some((length, Unit::Char(char::from_u32(number)?)))
}

//! Escapes of one letter, as in JSON and most languages: `\n`, `\"`, `\\`.
//!
//! A reading of their own, because in `CORP\nina@corp.example` there is none.

use super::piece::{Tail, Unit};

pub(super) fn completed(tail: Tail<'_>) -> Option<(usize, Unit)> {
    let symbol = match tail.back(1)? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        same @ ('"' | '\'' | '/' | '\\') => same,
        _ => return None,
    };
    (tail.back(2) == Some('\\')).then_some((2, Unit::Char(symbol)))
}

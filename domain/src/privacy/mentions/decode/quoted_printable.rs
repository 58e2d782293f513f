//! Quoted-printable: `=40`, and lines that go on behind `=`.
//!
//! A reading of its own, because in `?user=40ann@corp.example` there is none.

use super::piece::{Tail, Unit};

pub(super) fn completed(tail: Tail<'_>) -> Option<(usize, Unit)> {
    if tail.back(3) != Some('=') {
        return None;
    }
    Some((3, Unit::of_byte(tail.hexadecimal(2, 2)?)?))
}

/// How many characters the soft line break has that ends here.
pub(super) fn soft_break(tail: Tail<'_>) -> Option<usize> {
    match (tail.back(3), tail.back(2), tail.back(1)) {
        (_, Some('='), Some('\n')) => Some(2),
        (Some('='), Some('\r'), Some('\n')) => Some(3),
        _ => None,
    }
}

//! Undoes the escapes that texts come in: percent, `\u0040`, entities, quoted-printable, in any number of levels.

mod backslash;
mod decoder;
mod entities;
mod hexadecimal;
mod piece;
mod quoted_printable;

pub(super) use decoder::{Escapes, decode};

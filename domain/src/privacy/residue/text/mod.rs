//! Finds identifiers in bytes, however they are written: one automaton for all people, then a close look at each candidate.
//!
//! It shares nothing with `privacy::mentions`: what one of the two overlooks, the other should see.

mod alphabet;
mod base64_runs;
mod encoding;
mod entities;
mod escapes;
mod needles;
mod neighbours;
mod patterns;
mod unescaped;

pub(super) use encoding::Encoding;
pub(super) use needles::{Hit, Needles};

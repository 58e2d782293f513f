//! What a person is told about their request, in English and German.

mod english;
mod german;
mod request_letter;
mod subject_line;

pub(crate) use request_letter::{LetterFrame, RequestLetter};
pub use subject_line::subject_line;

//! Texts in base64, of either alphabet, whatever stands before them and wherever in them somebody is mentioned.

mod run;
mod runs;
mod segments;

pub(super) use run::{ALIGNMENTS, Run};
pub(super) use runs::runs;
pub(super) use segments::{MAX_DEPTH, segments};

//! Erases a person: the fence first, then location by location in batches, then the proof.
//!
//! The person is found through the links of the data map and the index of mentions. What is left is looked for by the
//! residue scan, which shares no code with this. Read on in `fence`, `erase_batch` and `scan`; the handler of the job
//! `erase_subject` puts them together.

mod addendum;
mod blocked;
mod cancel_scans;
mod certify;
mod close_tenant;
mod complete;
mod delete_rows;
mod erase_batch;
mod erase_location;
mod fence;
mod finish;
mod forget_deleted;
mod gather;
mod joined_requests;
mod late_texts;
mod letter;
mod mail_files;
mod null_columns;
mod other_requests;
mod outside_line;
mod pass;
mod redact_rows;
mod repeat_erasure;
mod row_key;
mod run;
mod scan;
mod sealed_mentions;
mod tasks;
pub mod together;
mod tombstones;

pub use blocked::{LEDGER_UNWRITABLE, RESIDUE, SCAN_VOID};
pub use certify::certify;
pub use complete::complete;
pub use erase_batch::{BatchProgress, Obstacle};
pub use fence::raise_fence;
pub use forget_deleted::forget_deleted;
pub use joined_requests::is_joined;
pub(crate) use late_texts::LateTexts;
pub use letter::{CompletionLetter, completion_letters, letter_id};
pub use outside_line::note_outside;
pub(crate) use repeat_erasure::{count_unsought, repeat_erasure};
pub(crate) use run::{accept_gone_rows, block_request};
pub use run::{block, next_batch, request_state, resume};
pub use scan::{Scanned, scan};
pub(crate) use tombstones::tombstone;

//! Erases many people of a tenant in one run: the same steps as for one, each for up to a hundred people in one transaction,
//! and one scan for all.
//!
//! The first job of a tenant that begins takes the waiting ones along. Whoever is not like the others (mentions that can't be
//! told apart, a running scan, the last owner, rows that have gone) is let go in the same transaction and erased alone, by
//! their own job, with all care. Where a person stands is in the state of their request, so a run that was killed anywhere is
//! taken up by another one.

mod certify;
mod complete;
mod erase;
mod fence;
mod join;
mod members;
mod note_outside;
mod other_requests;
mod record_tasks;
mod release;
mod scan;

pub use certify::certify_together;
pub use complete::{Completed, complete_together, letters_together};
pub use erase::erase_together;
pub use fence::fence_together;
pub use join::join_others;
pub use note_outside::note_outside_together;
pub use release::release_everybody;
pub(crate) use release::release_members;
pub use scan::{ScannedTogether, scan_together};

//! Verifies chains: the whole of one, or what is new since the last time.
//!
//! Links are read in batches with a transaction each, because rows are only ever added. What is looked at: numbers without
//! a gap, each link's own hash and that of the one before, payloads against commitments, the head, and every checkpoint,
//! in the database and outside. The answer names the first bad event.

mod broken;
mod checkpoints;
mod events;
mod links;
mod new_events;
mod payloads;
mod record;
mod trail_check;
mod verdict;
mod whole;

pub use broken::{Broken, Reason};
pub(super) use events::read_head;
pub use new_events::verify_new_events;
pub(super) use record::Record;
pub use trail_check::TrailCheck;
pub use verdict::Verdict;
pub use whole::verify_whole_trail;

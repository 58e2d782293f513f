//! Who should work next. Carries ids only, and may lose all of them at any moment: the database hands them out again.

mod direct_pushes;
mod handle;
mod in_process;
mod redis;
mod wakes;

pub use handle::{Announcement, Queue, QueueDown};

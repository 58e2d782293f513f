//! What jobs do: one file for each kind, of the same name.

mod dispatch;

pub use dispatch::{give_up, run};

//! Assets: registering, proving, changing and deleting them.

mod change;
mod create;
pub mod fixture;
mod verify;

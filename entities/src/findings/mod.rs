//! What scans found, and what became of it.

pub mod finding;
pub mod finding_event;
pub mod finding_observation;

pub use finding::{FindingState, Severity};
pub use finding_event::FindingEventKind;

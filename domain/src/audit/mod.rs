//! The audit trail: what was done, by whom, with what outcome, in a chain that verifies before and after any erasure.
//!
//! The hashed event holds commitments only; what is personal lies in payloads, encrypted under the key of the person it
//! is about. Deleting a payload leaves the chain as it was. Read on in `append` and `verify`.

mod action;
mod append;
mod audit_events;
mod audit_trail;
mod chain;
mod checkpoint;
mod coverage;
mod daily;
mod dirty_trails;
mod event;
mod payload;
mod queries;
mod recorded;
mod verify;
mod verify_audit_trail;
mod verify_trails;

pub use action::{AuditAction, UnknownAction};
pub(crate) use append::{append, lock_trail};
pub use audit_events::{
    AuditActor, AuditEntry, AuditEventFilter, audit_events, count_audit_events,
};
pub use audit_trail::{AuditTrail, audit_trail};
pub use chain::{GENESIS, Link};
pub use checkpoint::{checkpoint_every_trail, checkpoint_trails, default_file, run_checkpoints};
pub use coverage::{ELSEWHERE, MUTATIONS, SENSITIVE_READS};
pub use daily::enqueue_due_verifications;
pub use dirty_trails::DirtyTrails;
pub use event::{AuditEvent, Outcome};
pub(crate) use recorded::count_recorded;
pub use verify::{Broken, Reason, TrailCheck, Verdict, verify_new_events, verify_whole_trail};
pub use verify_audit_trail::verify_audit_trail;
pub use verify_trails::{TrailReport, verify_trails};

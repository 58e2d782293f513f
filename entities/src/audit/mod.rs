//! The audit trail: a chain that verifies before and after any erasure.

pub mod audit_checkpoint;
pub mod audit_event;
pub mod audit_head;
pub mod audit_payload;
pub mod audit_verification;

pub use audit_event::{ActorKind, AuditOutcome};

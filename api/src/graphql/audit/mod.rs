//! The audit trail, and whether it holds.

mod audit_event;
mod audit_event_filter;
mod audit_outcome;
mod audit_trail;
mod mutation;
mod query;
mod verify_audit_trail;

pub use audit_event::{AuditActor, AuditEvent};
pub use audit_event_filter::AuditEventFilter;
pub use audit_outcome::AuditOutcome;
pub use audit_trail::AuditTrail;
pub use mutation::AuditMutation;
pub use query::AuditQuery;

//! People whose data the platform holds, and their requests.

pub mod certificate;
mod clock;
mod create_subject;
mod data_subject_request_counts;
mod identifiers;
pub mod mentions;
#[expect(dead_code, reason = "the use cases that plan come next")]
mod plan;
mod queries;
#[expect(
    dead_code,
    unused_imports,
    reason = "the use cases that move requests come next"
)]
mod requests;
mod sweep_expired;

pub use clock::Deadlines;
pub(crate) use clock::calendar_names;
pub(crate) use create_subject::create_subject;
pub use data_subject_request_counts::{DataSubjectRequestCount, data_subject_request_counts};
pub use identifiers::{Identifier, IdentifierKind};
pub use plan::{ErasurePlan, PlanConflict, PlanItem};
pub use sweep_expired::{enqueue_due_sweeps, run_sweeps, sweep_expired};

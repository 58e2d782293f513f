//! Findings and their triage.

mod finding;
mod finding_count;
mod finding_filter;
mod finding_order;
mod finding_state;
mod mutation;
mod query;
mod severity;
mod severity_count;
mod triage_finding;
mod triage_state;

pub use finding::Finding;
pub use finding_count::FindingCount;
pub use finding_filter::FindingFilter;
pub use finding_order::FindingOrder;
pub use finding_state::FindingState;
pub use mutation::FindingsMutation;
pub use query::FindingsQuery;
pub use severity::Severity;
pub use severity_count::SeverityCount;

pub use triage_state::TriageState;

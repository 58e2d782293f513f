//! Jobs: the work that runs by itself.

mod cancel_job;
mod job;
mod job_filter;
mod job_kind;
mod job_progress;
mod job_state;
mod job_updated;
mod load;
mod mutation;
mod query;
mod retry_job;

pub use job::Job;
pub use job_filter::JobFilter;
pub use job_kind::JobKind;
pub use job_progress::JobProgress;
pub use job_state::JobState;
pub use job_updated::JobUpdatedSubscription;
pub use mutation::JobsMutation;
pub use query::JobsQuery;

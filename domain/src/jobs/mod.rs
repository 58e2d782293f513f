//! The job engine's rules: the database is the truth, the queue only says who should work next.
//!
//! `enqueue` writes a row in the transaction of the change; `take` picks fairly between tenants; `claim` hands out a
//! lease with an epoch; effects and finishes are fenced by it; `reconcile` repairs what a crash left. The worker crate
//! runs the loops. Read on in `ARCHITECTURE.md`, "A job".

mod all_tenants;
mod cancel_job;
mod claim;
mod class;
mod context;
mod effect;
mod enqueue;
mod estimate;
mod finish;
mod hand_out;
mod heartbeat;
mod held;
mod job;
mod job_error;
#[expect(
    clippy::module_inception,
    reason = "file, function and field share a name"
)]
mod jobs;
mod kind;
mod lease;
mod new_job;
mod progress;
mod prune;
pub(crate) mod queries;
mod queue;
mod reconcile;
mod request_cancel;
mod retry_job;
mod rotation;
mod schedules;
mod settle_lost;
mod stop;
mod switches;
mod take;
mod view;

pub use all_tenants::{
    AllJobsFilter, LiveJobs, TenantJob, count_live, find_tenant_of, list_all_jobs,
};
pub use cancel_job::cancel_job;
pub use claim::{Claimed, ScanLimits, claim, claim_scans};
pub use class::JobClass;
pub use context::JobContext;
pub use effect::EffectTx;
pub use enqueue::{enqueue, enqueue_many};
pub use finish::{Finish, Outcome, finish};
pub use heartbeat::{Beat, heartbeat};
pub use job::{job, load_jobs};
pub use job_error::JobError;
pub use jobs::{JobFilter, count_jobs, jobs};
pub use kind::JobKind;
pub use lease::{JobRef, Lease};
pub use new_job::NewJob;
pub use progress::Progress;
pub use prune::prune_jobs;
pub use queue::{Announcement, Queue, QueueDown};
pub use reconcile::{Reconciled, reconcile};
pub use request_cancel::CancelRequest;
pub(crate) use request_cancel::request_cancel;
pub use retry_job::retry_job;
pub use rotation::Rotation;
pub use schedules::{Schedule, fire_due, next_tick};
pub use settle_lost::settle_lost;
pub use stop::{Stop, StopReason};
pub use take::take;
pub use view::{JobView, ProgressView};

//! The job engine's rules: the database is the truth, the queue only says who should work next.
//!
//! `enqueue` writes a row in the transaction of the change; `take` picks fairly between tenants; `claim` hands out a
//! lease with an epoch; effects and finishes are fenced by it; `reconcile` repairs what a crash left. The worker crate
//! runs the loops. Read on in `ARCHITECTURE.md`, "A job".

mod claim;
mod class;
mod context;
mod effect;
mod enqueue;
mod finish;
mod heartbeat;
mod job_error;
mod kind;
mod lease;
mod progress;
mod queue;
mod reconcile;
mod stop;
mod take;

pub use claim::{Claimed, claim};
pub use class::JobClass;
pub use context::JobContext;
pub use effect::EffectTx;
pub use enqueue::{NewJob, enqueue};
pub use finish::{Finish, Outcome, finish};
pub use heartbeat::{Beat, heartbeat};
pub use job_error::JobError;
pub use kind::JobKind;
pub use lease::{JobRef, Lease};
pub use progress::Progress;
pub use queue::{Announcement, Queue, QueueDown};
pub use reconcile::{Reconciled, reconcile};
pub use stop::{Stop, StopReason};
pub use take::{Rotation, take};

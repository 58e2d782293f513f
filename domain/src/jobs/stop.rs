//! Tells a running handler to stop, and why.

use std::sync::{Arc, OnceLock};

use tokio_util::sync::CancellationToken;

/// Why a handler must stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// Somebody cancelled the job.
    Cancelled,
    /// Scans were stopped, by an operator or an administrator.
    Killed,
    /// The lease belongs to someone else: write nothing more.
    LeaseLost,
    /// This process is shutting down: give the job back.
    ShuttingDown,
    /// It took longer than a run may: it is tried again.
    Overdue,
}

/// A stop that has a reason. Cheap to clone; the first reason stays.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    token: CancellationToken,
    reason: Arc<OnceLock<StopReason>>,
}

impl Stop {
    /// Stops the handler.
    pub fn now(&self, reason: StopReason) {
        let _ = self.reason.set(reason);
        self.token.cancel();
    }

    /// Why it was stopped; `None` while it may go on.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        self.reason.get().copied()
    }

    /// The token to hand to everything that waits.
    #[must_use]
    pub fn token(&self) -> &CancellationToken {
        &self.token
    }
}

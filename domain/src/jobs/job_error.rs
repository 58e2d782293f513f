//! How a handler ends badly: it says itself whether trying again makes sense.

use std::time::Duration;

use super::StopReason;
use crate::AppError;

/// Why a run did not succeed. `code` is shown to users: stable, lower snake case, nothing personal.
#[derive(Debug)]
pub enum JobError {
    /// Try again, after the class's back-off or after `after`.
    Retry {
        /// Shown to users.
        code: &'static str,
        /// Overrides the back-off.
        after: Option<Duration>,
        /// For the log.
        cause: Option<AppError>,
    },
    /// Trying again can't help.
    Fail {
        /// Shown to users.
        code: &'static str,
    },
    /// The job was cancelled and has cleaned up.
    Cancelled,
    /// The process shuts down: somebody else shall run it, and this attempt does not count.
    GiveBack,
    /// The lease was lost: somebody else runs it already.
    Fenced,
}

impl JobError {
    /// Try again after the class's back-off.
    #[must_use]
    pub fn retry(code: &'static str) -> Self {
        Self::Retry {
            code,
            after: None,
            cause: None,
        }
    }

    /// Trying again can't help.
    #[must_use]
    pub fn fail(code: &'static str) -> Self {
        Self::Fail { code }
    }
}

impl From<AppError> for JobError {
    /// What went wrong in the house itself is tried again: a database that was away, a defect that a deployment mends.
    fn from(error: AppError) -> Self {
        match error {
            AppError::Fenced => Self::Fenced,
            AppError::NotFound(_) => Self::Fail {
                code: "object_gone",
            },
            AppError::Unavailable { .. } => Self::Retry {
                code: "unavailable",
                after: None,
                cause: Some(error),
            },
            _ => Self::Retry {
                code: "internal",
                after: None,
                cause: Some(error),
            },
        }
    }
}

impl From<StopReason> for JobError {
    /// How a handler ends that has cleaned up after a stop.
    fn from(reason: StopReason) -> Self {
        match reason {
            StopReason::Cancelled | StopReason::Killed => Self::Cancelled,
            StopReason::LeaseLost => Self::Fenced,
            StopReason::ShuttingDown => Self::GiveBack,
            StopReason::Overdue => Self::retry("deadline_exceeded"),
        }
    }
}

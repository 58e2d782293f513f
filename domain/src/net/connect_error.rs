//! Why there is no connection. Texts are public: they may stand in a scan step.

use std::io;

use super::{Denial, ScopeDenial, Stopped};

/// The reasons, from "must not" over "could not" to "was stopped".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    #[error(transparent)]
    Denied(#[from] Denial),
    #[error(transparent)]
    OutOfScope(#[from] ScopeDenial),
    #[error("the name {0} does not resolve to an address")]
    Unresolvable(String),
    #[error("the name {0} resolves to more addresses than a scan accepts")]
    TooManyAnswers(String),
    #[error("the target refused the connection")]
    Refused,
    #[error("the target did not answer in time")]
    TimedOut,
    #[error("the target can't be reached ({0})")]
    Unreachable(io::ErrorKind),
    #[error("no TLS connection: {0}")]
    Tls(String),
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl ConnectError {
    /// A stable word for error codes and metrics.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denial) => denial.code(),
            Self::OutOfScope(_) => "target_out_of_scope",
            Self::Unresolvable(_) | Self::TooManyAnswers(_) => "target_unresolvable",
            Self::Refused => "target_refused",
            Self::TimedOut => "target_timed_out",
            Self::Unreachable(_) => "target_unreachable",
            Self::Tls(_) => "target_tls",
            Self::Stopped(Stopped::Cancelled) => "scan_cancelled",
            Self::Stopped(Stopped::Killed) => "scan_killed",
        }
    }

    /// Whether scope or policy forbade it, so that no packet left.
    #[must_use]
    pub const fn is_blocked(&self) -> bool {
        matches!(self, Self::Denied(_) | Self::OutOfScope(_))
    }

    pub(super) fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => Self::Refused,
            io::ErrorKind::TimedOut => Self::TimedOut,
            kind => Self::Unreachable(kind),
        }
    }
}

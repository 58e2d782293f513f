//! What an attempt came to.

use std::time::Duration;

/// The end of one attempt. Nothing of what the peer said is in it but its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was taken.
    Accepted(u16),
    /// The receiver wants nothing any more.
    Gone,
    /// It was refused, with the time that the receiver asks for.
    Refused(u16, Option<Duration>),
    /// There was no answer, for this reason.
    None(&'static str),
}

impl Answer {
    /// The status, if there was an answer.
    pub(super) const fn status(self) -> Option<u16> {
        match self {
            Self::Accepted(status) | Self::Refused(status, _) => Some(status),
            Self::Gone => Some(410),
            Self::None(_) => None,
        }
    }

    /// Why it did not arrive.
    pub(super) const fn code(self) -> Option<&'static str> {
        match self {
            Self::Accepted(_) => None,
            Self::Gone => Some("endpoint_gone"),
            Self::Refused(300..=399, _) => Some("endpoint_redirects"),
            Self::Refused(..) => Some("endpoint_status"),
            Self::None(code) => Some(code),
        }
    }

    /// How long the receiver wants to be left alone.
    pub(super) const fn retry_after(self) -> Option<Duration> {
        match self {
            Self::Refused(_, after) => after,
            _ => None,
        }
    }
}

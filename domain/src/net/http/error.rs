//! Why there is no answer that can be judged. Texts are public: they may stand in a scan step.

use crate::net::{AddressError, ConnectError};

/// The reasons; none of them says anything about what the target would have answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error("the target did not answer in time")]
    TimedOut,
    #[error("the target closed the connection before its answer was complete")]
    Closed,
    #[error("the target does not speak HTTP/1")]
    NotHttp,
    #[error("the head of the answer is malformed: {0}")]
    MalformedHead(String),
    #[error("the head of the answer is larger than {0} bytes")]
    HeadTooLarge(usize),
    #[error("the length of the answer is ambiguous")]
    AmbiguousLength,
    #[error("the path can't be requested")]
    BadPath,
    #[error("a header field can't be sent")]
    BadField,
    #[error("the answer is no redirect")]
    NoRedirect,
    #[error("the redirect's address can't be used: {0}")]
    BadRedirect(String),
    #[error("more than {0} redirects in a row")]
    TooManyRedirects(u8),
}

impl HttpError {
    /// A stable word for error codes and metrics.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Connect(error) => error.code(),
            Self::TimedOut => "target_timed_out",
            Self::Closed
            | Self::NotHttp
            | Self::MalformedHead(_)
            | Self::HeadTooLarge(_)
            | Self::AmbiguousLength => "target_bad_answer",
            Self::BadPath | Self::BadField => "bad_path",
            Self::NoRedirect | Self::BadRedirect(_) | Self::TooManyRedirects(_) => {
                "target_bad_redirect"
            }
        }
    }

    /// Whether scope or policy forbade it, so that no packet left.
    #[must_use]
    pub const fn is_blocked(&self) -> bool {
        matches!(self, Self::Connect(error) if error.is_blocked())
    }

    /// Whether the scan was cancelled or killed.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        matches!(self, Self::Connect(ConnectError::Stopped(_)))
    }
}

impl From<AddressError> for HttpError {
    fn from(error: AddressError) -> Self {
        Self::BadRedirect(error.to_string())
    }
}

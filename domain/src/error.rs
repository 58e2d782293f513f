//! One error type for the whole house: public text apart from the internal cause.
//!
//! What a client sees is decided here and converted to GraphQL in one place of the `api` crate. `Internal` never shows
//! its cause; the cause is logged once, at the edge.

use std::error::Error;
use std::time::Duration;

use thiserror::Error;

mod user_error;
pub use user_error::{UserError, UserErrorCode};

type Cause = Box<dyn Error + Send + Sync>;

/// Everything that can go wrong in a use case.
#[derive(Debug, Error)]
pub enum AppError {
    /// No credentials, or such that are invalid or have ended.
    #[error("log in first: the credentials are missing, invalid or have expired")]
    Unauthenticated,
    /// The actor may not do this. The text names the missing permission.
    #[error("this needs the permission `{0}`")]
    Forbidden(&'static str),
    /// The tenant demands a second factor that the actor has not.
    #[error(
        "your company demands a second factor: enrol one with enrollTotp or startPasskeyEnrollment, then send this again"
    )]
    SecondFactorDemanded,
    /// The tenant demands a log-in through an identity provider, and this session is none.
    #[error(
        "your company logs in through its identity provider: open one of logInOptions, or link your account with linkIdentityProvider if you never have"
    )]
    SingleSignOnDemanded,
    /// No such object in the actor's tenant, which is also what another tenant's id answers.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The input can't be used; the text says what to do.
    #[error("{0}")]
    BadInput(String),
    /// The object has changed, or its state does not allow this.
    #[error("{0}")]
    Conflict(String),
    /// The same idempotency key came with another input.
    #[error("this idempotencyKey was already used with another input; take a new key")]
    IdempotencyConflict,
    /// Too many requests or attempts.
    #[error("too many requests; try again in {} s", .retry_after.as_secs().max(1))]
    RateLimited {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The operation costs more than allowed.
    #[error("{0}")]
    CostExceeded(String),
    /// A part that is needed is away or overloaded; trying again helps.
    #[error("the service is busy or a part of it is away; try again in {} s", .retry_after.as_secs().max(1))]
    Unavailable {
        /// How long to wait.
        retry_after: Duration,
        /// What is away, for the log.
        #[source]
        cause: Option<Cause>,
    },
    /// Business errors, shown in the payload's `userErrors`.
    #[error("{}", .0.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("; "))]
    User(Vec<UserError>),
    /// The job's lease belongs to someone else now: stop, undo nothing, write nothing.
    #[error("this run lost its lease")]
    Fenced,
    /// A defect or an unexpected failure. The cause is for the log only.
    #[error("internal error")]
    Internal(#[source] Cause),
}

/// The closed set of codes in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// 401
    Unauthenticated,
    /// Not permitted to this actor.
    Forbidden,
    /// Not there, or not yours.
    NotFound,
    /// The input can't be used.
    BadUserInput,
    /// State or version does not fit.
    Conflict,
    /// 429
    RateLimited,
    /// Too expensive.
    CostExceeded,
    /// Same key, other input.
    IdempotencyConflict,
    /// Try again later.
    Unavailable,
    /// Ours.
    Internal,
}

impl ErrorCode {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::BadUserInput,
        Self::Conflict,
        Self::RateLimited,
        Self::CostExceeded,
        Self::IdempotencyConflict,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as clients see it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Conflict => "CONFLICT",
            Self::RateLimited => "RATE_LIMITED",
            Self::CostExceeded => "COST_EXCEEDED",
            Self::IdempotencyConflict => "IDEMPOTENCY_CONFLICT",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

impl AppError {
    /// One business error at `path` (dotted, relative to the mutation's `input`).
    pub fn user(code: UserErrorCode, path: &str, message: impl Into<String>) -> Self {
        Self::User(vec![UserError::new(code, path, message)])
    }

    /// Wraps an unexpected failure.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    /// Says that a part is away; `retry_after` is one second.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable {
            retry_after: Duration::from_secs(1),
            cause: Some(cause.into()),
        }
    }

    /// The error with all its causes, for the log. Not for clients.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }

    /// The code of the closed set.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unauthenticated => ErrorCode::Unauthenticated,
            Self::Forbidden(_) | Self::SecondFactorDemanded | Self::SingleSignOnDemanded => {
                ErrorCode::Forbidden
            }
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::BadInput(_) | Self::User(_) => ErrorCode::BadUserInput,
            Self::Conflict(_) => ErrorCode::Conflict,
            Self::IdempotencyConflict => ErrorCode::IdempotencyConflict,
            Self::RateLimited { .. } => ErrorCode::RateLimited,
            Self::CostExceeded(_) => ErrorCode::CostExceeded,
            Self::Unavailable { .. } => ErrorCode::Unavailable,
            Self::Fenced | Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

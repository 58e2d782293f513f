//! How a log-in through a provider fails: refused for a reason that only the audit trail knows, or broken.

use super::FederationRefusal;
use crate::AppError;

/// Why a step of a log-in did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum FederationError {
    #[error("refused: {0}")]
    Refused(FederationRefusal),
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<FederationRefusal> for FederationError {
    fn from(refusal: FederationRefusal) -> Self {
        Self::Refused(refusal)
    }
}

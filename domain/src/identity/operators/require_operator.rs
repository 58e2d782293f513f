//! Lets operators pass, with a session of the admin listener.

use crate::AppError;
use crate::identity::{Actor, ActorKind};

/// Whether it is an operator.
///
/// # Errors
/// `Forbidden` for everybody else.
pub(crate) fn require_operator(actor: &Actor) -> Result<(), AppError> {
    if actor.kind == ActorKind::Operator && actor.scope.is_platform() {
        Ok(())
    } else {
        Err(AppError::Forbidden("operator"))
    }
}

//! Somebody who is logged in asks to link an identity at a provider; `link_account` does it on their return.

use uuid::Uuid;
use xorb_entities::identity::FederationIntent;

use super::queries;
use super::ticket::{require_active, write_ticket};
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core};

/// Where the actor's browser goes to link an identity at this provider to the account.
///
/// # Errors
/// User errors `INVALID_STATE`, `STEP_UP_REQUIRED`; `NotFound`.
#[tracing::instrument(skip_all)]
pub async fn link_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<String, AppError> {
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    require_active(&queries::lock_provider(&tx, provider_id).await?)?;
    let uri = write_ticket(core, &tx, actor, provider_id, FederationIntent::Link, None).await?;
    tx.commit().await?;
    Ok(uri)
}

//! Deletes a connection with everything that hangs on it.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::{ProviderState, SingleSignOnPolicy};
use xorb_entities::ids::IdentityProviderId;

use super::authorise_provider::authorise;
use super::queries;
use super::take_group_roles::take_group_roles;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::queries::access_policies::find_access_policy;
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// Deletes a connection: the sessions that came through it end, and what its groups gave goes. Who was known through it keeps the account, and can be known through another one.
///
/// # Errors
/// User errors `STEP_UP_REQUIRED`, `INVALID_STATE` for the last one that people can log in through where they have to;
/// `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn delete_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<Uuid, AppError> {
    authorise(core, actor, provider_id).await?;
    let id = IdentityProviderId::from(provider_id);
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let provider = queries::lock_provider(&tx, provider_id).await?;
    if provider.state == ProviderState::Active {
        keep_one_for_single_sign_on(&tx, provider_id).await?;
    }
    take_group_roles(&tx, actor, provider_id, &BTreeSet::new()).await?;
    let ended = queries::end_sessions_of_provider(&tx, provider_id).await?;
    queries::delete_provider(&tx, provider_id).await?;
    queries::release_route(&tx, "identity_provider", &id.to_string()).await?;
    let event = AuditEvent::new(AuditAction::IdentityProviderDeleted, actor).object(id);
    tx.record(event.payload(None, json!({ "sessionsEnded": ended })));
    tx.commit().await?;
    Ok(provider_id)
}

/// The last way in through a provider stays while everybody has to take one. To shut it at once, there is suspension.
async fn keep_one_for_single_sign_on(tx: &TenantTx, provider_id: Uuid) -> Result<(), AppError> {
    let policy = find_access_policy(tx).await?.single_sign_on;
    let active = queries::list_active_providers(tx).await?;
    if policy == SingleSignOnPolicy::Optional || active.iter().any(|other| other.id != provider_id)
    {
        return Ok(());
    }
    let message = "everybody has to log in through an identity provider, and this is the last active one: set singleSignOn \
                   to OPTIONAL with updateAccessPolicy first, or suspend it";
    Err(AppError::user(UserErrorCode::InvalidState, "id", message))
}

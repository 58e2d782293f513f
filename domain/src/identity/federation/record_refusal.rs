//! Writes down why a log-in at a provider was refused. Nobody outside of the tenant's trail gets to know.

use serde_json::json;
use xorb_entities::identity::{ProviderState, SuspendedReason};

use super::queries;
use super::{Connection, FederationRefusal};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::identity::{Actor, RequestInfo};
use crate::{AppError, Core};

/// Records the refusal. A provider whose endpoints are on other hosts than those that were tested is suspended.
///
/// # Errors
/// As the database says.
#[tracing::instrument(skip_all)]
pub async fn record_federation_refusal(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    refusal: FederationRefusal,
) -> Result<(), AppError> {
    record(
        core,
        request,
        connection,
        AuditAction::SessionLoggedIn,
        refusal,
    )
    .await
}

/// The same for a logout that a provider told of.
///
/// # Errors
/// As the database says.
#[tracing::instrument(skip_all)]
pub async fn record_logout_refusal(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    refusal: FederationRefusal,
) -> Result<(), AppError> {
    record(
        core,
        request,
        connection,
        AuditAction::SessionLoggedOut,
        refusal,
    )
    .await
}

async fn record(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    action: AuditAction,
    refusal: FederationRefusal,
) -> Result<(), AppError> {
    tracing::info!(
        reason = refusal.as_str(),
        "an identity provider's word was refused"
    );
    let tx = core.db.write(&connection.scope).await?;
    let actor = Actor::anonymous(connection.scope, request.clone());
    let event = AuditEvent::new(action, &actor)
        .object(connection.public_id())
        .outcome(Outcome::Failure);
    let told = json!({ "method": "federation", "reason": refusal.as_str() });
    tx.record(event.payload(None, told));
    if refusal == FederationRefusal::EndpointsChanged {
        let mut row = queries::lock_provider(&tx, connection.id).await?;
        if row.state == ProviderState::Active {
            row.state = ProviderState::Suspended;
            row.suspended_reason = Some(SuspendedReason::EndpointsChanged);
            row.tested_at = None;
            queries::update_provider(&tx, row).await?;
            let event = AuditEvent::new(
                AuditAction::IdentityProviderSuspended,
                &Actor::system(connection.scope),
            );
            tx.record(event.object(connection.public_id()));
        }
    }
    tx.commit().await
}

//! A test log-in has passed: the connection may be activated, with the endpoints that were used. Nobody is logged in by it, and
//! a connection that is active stays as it is.

use xorb_entities::identity::ProviderState;

use super::complete::Return;
use super::queries;
use super::{Connection, FederationError, FederationRefusal};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::{find_pid, find_user};
use crate::identity::{Actor, ActorKind, RequestInfo};
use crate::{AppError, Core};

/// Notes that the connection works.
pub(super) async fn mark_tested(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    returned: &Return<'_>,
) -> Result<(), FederationError> {
    let tx = core.db.write(&connection.scope).await?;
    let mut row = queries::lock_provider(&tx, connection.id).await?;
    if row.version != connection.version {
        return Err(FederationRefusal::ConnectionChanged.into());
    }
    if row.state == ProviderState::Active {
        // People log in where it was tested and activated, by somebody who had proven who they are: a test moves nothing.
        queries::note_test(&tx, connection.id).await?;
    } else {
        row.tested_at = Some(tx.now());
        row.endpoints = Some(serde_json::to_value(returned.endpoints).map_err(AppError::internal)?);
        row.state = ProviderState::Tested;
        row.suspended_reason = None;
        queries::update_provider(&tx, row).await?;
    }
    let user_id = returned.log_in.user_id.unwrap_or_default();
    let user = find_user(&tx, user_id).await?;
    let actor = Actor {
        kind: ActorKind::User,
        user_id: Some(user.id),
        subject_id: Some(user.subject_id),
        pid: find_pid(&tx, user.subject_id).await?,
        ..Actor::anonymous(connection.scope, request.clone())
    };
    let event = AuditEvent::new(AuditAction::IdentityProviderTested, &actor);
    tx.record(event.object(connection.public_id()));
    tx.commit().await?;
    Ok(())
}

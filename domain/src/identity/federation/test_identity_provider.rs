//! A connection is to be examined, and tested by a log-in of an administrator.

use uuid::Uuid;
use xorb_entities::identity::FederationIntent;

use super::authorise_provider::authorise;
use super::connection::{Connection, open};
use super::queries;
use super::ticket::write_ticket;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::{AppError, Core};

/// The connection to be examined, and where a test log-in begins.
///
/// # Errors
/// `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn test_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<(Connection, String), AppError> {
    authorise(core, actor, provider_id).await?;
    let tx = core.db.write(&actor.scope).await?;
    let row = queries::lock_provider(&tx, provider_id).await?;
    let connection = open(&tx, row).await?;
    let uri = write_ticket(core, &tx, actor, provider_id, FederationIntent::Test, None).await?;
    let event = AuditEvent::new(AuditAction::IdentityProviderExamined, actor);
    tx.record(event.object(connection.public_id()));
    tx.commit().await?;
    Ok((connection, uri))
}

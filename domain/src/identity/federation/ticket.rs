//! A ticket: somebody known asks for a log-in at a provider, and only that browser which gets the ticket begins it. Without
//! one, a page elsewhere could have a person's account linked to an identity of its own.

use chrono::TimeDelta;
use uuid::Uuid;
use xorb_entities::identity::{
    FederationIntent, ProviderState, SessionDelivery, identity_provider,
};

use xorb_entities::ids::IdentityProviderId;

use super::connection::login_uri;
use super::queries::{self, NewState};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::{AppError, Core, UserErrorCode};

const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Writes a ticket and returns where a browser goes with it.
pub(super) async fn write_ticket(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    provider_id: Uuid,
    intent: FederationIntent,
    return_to: Option<String>,
) -> Result<String, AppError> {
    queries::delete_expired_states(tx).await?;
    let ticket = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let row = NewState {
        id: tx.new_id(),
        subject_id: actor.subject_id,
        provider_id,
        intent,
        delivery: SessionDelivery::Cookie,
        token_hash: ticket.hash(TokenKind::FederationTicket),
        binding_hash: None,
        nonce_hash: None,
        sealed_secret: None,
        return_to,
        challenge: None,
        user_id: actor.user_id,
        session_id: actor.session_id,
        provider_version: 0,
        expires_at: tx.now() + LIFETIME,
    };
    queries::insert_state(tx, row).await?;
    let event = AuditEvent::new(AuditAction::FederationTicketIssued, actor);
    tx.record(event.object(IdentityProviderId::from(provider_id)));
    let uri = login_uri(core, provider_id);
    Ok(format!("{uri}?ticket={}", ticket.text().expose()))
}

/// Only an active connection is worth a ticket.
pub(super) fn require_active(row: &identity_provider::Model) -> Result<(), AppError> {
    if row.state == ProviderState::Active {
        return Ok(());
    }
    let message = "this identity provider is not active";
    Err(AppError::user(UserErrorCode::InvalidState, "", message))
}

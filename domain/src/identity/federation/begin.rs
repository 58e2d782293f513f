//! A log-in begins: its state is bound to the connection, to the browser and to what it is for.

use chrono::TimeDelta;
use sea_orm::ActiveEnum as _;
use uuid::Uuid;
use xorb_entities::identity::{FederationIntent, ProviderState, SessionDelivery};

use super::queries::{self, NewState};
use super::secrets::{OnTheWay, STATE_SECRET, browser_hash, is_challenge, nonce_hash, random_text};
use super::{Connection, FederationError, FederationRefusal};
use crate::crypto::seal_for_tenant;
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::secret::Secret;
use crate::{AppError, Core};

/// How long a person may take at the provider.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// So many log-ins of one tenant are on their way at once. Whoever begins more lets the oldest go, and locks nobody out.
const MAX_STATES: i64 = 20_000;

/// What a browser begins.
#[derive(Clone, Debug)]
pub struct Begin {
    /// The mark of the browser, which it shows again on its return.
    pub browser: Secret<String>,
    pub delivery: SessionDelivery,
    /// Where to go afterwards, checked.
    pub return_to: Option<String>,
    /// For `TOKEN`: the S256 challenge whose verifier redeems the code.
    pub challenge: Option<String>,
    /// From `startIdentityProviderLink` and its like.
    pub ticket: Option<Secret<String>>,
    /// The token of an invitation.
    pub invitation: Option<Secret<String>>,
}

/// What goes to the provider.
#[derive(Clone, Debug)]
pub struct Begun {
    pub intent: FederationIntent,
    pub state: Secret<String>,
    pub nonce: Secret<String>,
    pub verifier: Secret<String>,
}

struct Purpose {
    intent: FederationIntent,
    subject_id: Option<Uuid>,
    user_id: Option<Uuid>,
    session_id: Option<Uuid>,
    return_to: Option<String>,
}

/// Begins a log-in at a provider.
///
/// # Errors
/// `Refused`; as the database says.
#[tracing::instrument(skip_all)]
pub async fn begin_federated_log_in(
    core: &Core,
    connection: &Connection,
    begin: Begin,
) -> Result<Begun, FederationError> {
    let challenge = match (begin.delivery, begin.challenge) {
        (SessionDelivery::Cookie, _) => None,
        (SessionDelivery::Token, Some(challenge)) if is_challenge(&challenge) => Some(challenge),
        (SessionDelivery::Token, _) => return Err(FederationRefusal::StateMissing.into()),
    };
    let tx = core.db.write(&connection.scope).await?;
    queries::delete_expired_states(&tx).await?;
    queries::forget_oldest_states(&tx, MAX_STATES).await?;
    let purpose = purpose(&tx, connection, begin.ticket.as_ref()).await?;
    if !permits(connection.state, purpose.intent) {
        return Err(FederationRefusal::ConnectionNotActive.into());
    }
    let rng = tx.services().rng.clone();
    let state = OpaqueToken::generate(tx.tenant_id(), rng.as_ref());
    let (nonce, verifier) = (random_text(rng.as_ref()), random_text(rng.as_ref()));
    let id = tx.new_id();
    let kept = OnTheWay {
        verifier: verifier.expose().clone(),
        invitation: begin.invitation.map(|token| token.expose().clone()),
    };
    let kept = serde_json::to_vec(&kept).map_err(AppError::internal)?;
    let sealed = seal_for_tenant(&tx, STATE_SECRET, id, &kept).await?;
    let row = NewState {
        id,
        subject_id: purpose.subject_id,
        provider_id: connection.id,
        intent: purpose.intent,
        delivery: begin.delivery,
        token_hash: state.hash(TokenKind::FederationState),
        binding_hash: Some(browser_hash(begin.browser.expose())),
        nonce_hash: Some(nonce_hash(nonce.expose())),
        sealed_secret: Some(sealed),
        return_to: purpose.return_to.or(begin.return_to),
        challenge,
        user_id: purpose.user_id,
        session_id: purpose.session_id,
        provider_version: connection.version,
        expires_at: tx.now() + LIFETIME,
    };
    queries::insert_state(&tx, row).await?;
    tracing::debug!(intent = %purpose.intent.to_value(), "a log-in goes to a provider");
    tx.commit().await?;
    Ok(Begun {
        intent: purpose.intent,
        state: state.text(),
        nonce,
        verifier,
    })
}

/// Only a test may go through a connection that is not active.
pub(super) fn permits(state: ProviderState, intent: FederationIntent) -> bool {
    state == ProviderState::Active || intent == FederationIntent::Test
}

async fn purpose(
    tx: &TenantTx,
    connection: &Connection,
    ticket: Option<&Secret<String>>,
) -> Result<Purpose, FederationError> {
    let Some(ticket) = ticket else {
        return Ok(Purpose {
            intent: FederationIntent::LogIn,
            subject_id: None,
            user_id: None,
            session_id: None,
            return_to: None,
        });
    };
    let ticket = OpaqueToken::parse(ticket.expose())
        .filter(|ticket| ticket.tenant_id() == tx.tenant_id())
        .ok_or(FederationRefusal::StateUnknown)?;
    let hash = ticket.hash(TokenKind::FederationTicket);
    let stored = queries::take_state(tx, hash)
        .await?
        .filter(|stored| tx.now() < stored.expires_at)
        .ok_or(FederationRefusal::StateUnknown)?;
    if stored.provider_id != connection.id {
        return Err(FederationRefusal::StateOfOtherConnection.into());
    }
    Ok(Purpose {
        intent: stored.intent,
        subject_id: stored.subject_id,
        user_id: stored.user_id,
        session_id: stored.session_id,
        return_to: stored.return_to,
    })
}

//! A browser comes back from a provider: its state is taken, once, whatever comes of it.

use uuid::Uuid;
use xorb_entities::identity::{FederationIntent, SessionDelivery};

use super::begin::permits;
use super::queries;
use super::secrets::{OnTheWay, STATE_SECRET, browser_hash, is_same, nonce_hash};
use super::{Connection, FederationError, FederationRefusal};
use crate::crypto::open_for_tenant;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::secret::Secret;
use crate::{AppError, Core};

/// A log-in that has come back to the browser where it began.
#[derive(Clone, Debug)]
pub struct ReturnedLogIn {
    pub intent: FederationIntent,
    pub delivery: SessionDelivery,
    pub verifier: Secret<String>,
    pub return_to: Option<String>,
    pub(super) invitation: Option<Secret<String>>,
    pub(super) nonce_hash: Vec<u8>,
    pub(super) challenge: Option<String>,
    pub(super) user_id: Option<Uuid>,
    pub(super) session_id: Option<Uuid>,
}

impl ReturnedLogIn {
    /// Whether this is the nonce that went out, in constant time.
    #[must_use]
    pub fn is_nonce(&self, nonce: &str) -> bool {
        is_same(&self.nonce_hash, &nonce_hash(nonce))
    }
}

/// Takes the state that the browser brings back.
///
/// # Errors
/// `Refused`; as the database says.
#[tracing::instrument(skip_all)]
pub async fn take_federation_state(
    core: &Core,
    connection: &Connection,
    state: &str,
    browser: Option<&str>,
) -> Result<ReturnedLogIn, FederationError> {
    let token = OpaqueToken::parse(state)
        .filter(|token| token.tenant_id() == connection.scope.tenant_id())
        .ok_or(FederationRefusal::StateUnknown)?;
    let tx = core.db.write(&connection.scope).await?;
    let stored = queries::take_state(&tx, token.hash(TokenKind::FederationState)).await?;
    let now = tx.now();
    let kept = match &stored {
        Some(stored) => match &stored.sealed_secret {
            Some(sealed) => Some(open_for_tenant(&tx, STATE_SECRET, stored.id, sealed).await?),
            None => None,
        },
        None => None,
    };
    // Gone, even if it turns out to be no good.
    tx.commit().await?;
    let (Some(stored), Some(kept)) = (stored, kept) else {
        return Err(FederationRefusal::StateUnknown.into());
    };
    if now >= stored.expires_at {
        return Err(FederationRefusal::StateUnknown.into());
    }
    if stored.provider_id != connection.id {
        return Err(FederationRefusal::StateOfOtherConnection.into());
    }
    let shown = browser.map(browser_hash);
    let is_same_browser = stored
        .binding_hash
        .as_ref()
        .zip(shown.as_ref())
        .is_some_and(|(stored, shown)| is_same(stored, shown));
    if !is_same_browser {
        return Err(FederationRefusal::StateOfOtherBrowser.into());
    }
    if stored.provider_version != connection.version {
        return Err(FederationRefusal::ConnectionChanged.into());
    }
    if !permits(connection.state, stored.intent) {
        return Err(FederationRefusal::ConnectionNotActive.into());
    }
    let kept: OnTheWay = serde_json::from_slice(&kept).map_err(AppError::internal)?;
    Ok(ReturnedLogIn {
        intent: stored.intent,
        delivery: stored.delivery,
        verifier: kept.verifier.into(),
        invitation: kept.invitation.map(Secret::new),
        return_to: stored.return_to,
        nonce_hash: stored.nonce_hash.unwrap_or_default(),
        challenge: stored.challenge,
        user_id: stored.user_id,
        session_id: stored.session_id,
    })
}

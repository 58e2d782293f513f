//! What an answer must fit, from the challenge to the answer.

use chrono::{TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::AppError;
use crate::crypto::{FieldHasher, Place, open_for_tenant, seal_for_tenant};
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::User;
use crate::identity::queries::passkey_ceremonies::{
    NewCeremony, delete_ceremony, find_ceremony, insert_ceremony,
};
use crate::secret::Secret;

pub(super) const LIFETIME: TimeDelta = TimeDelta::minutes(10);

const PLACE: Place = Place {
    table: "passkey_ceremonies",
    column: "sealed_state",
};

/// Which ceremony: one per session and use, or that of a token.
#[derive(Clone)]
pub(crate) struct CeremonyKey(Vec<u8>);

impl CeremonyKey {
    /// Of a log-in that waits for its second factor.
    pub(crate) fn second_factor(token: &OpaqueToken) -> Self {
        Self(token.hash(TokenKind::MfaChallenge))
    }

    /// Of a log-in by passkey alone.
    pub(super) fn log_in(token: &OpaqueToken) -> Self {
        Self(token.hash(TokenKind::PasskeyLogIn))
    }

    pub(super) fn enrollment(session_id: Uuid) -> Self {
        Self::of_session("passkey_enrollment", session_id)
    }

    pub(crate) fn step_up(session_id: Uuid) -> Self {
        Self::of_session("passkey_step_up", session_id)
    }

    fn of_session(purpose: &str, session_id: Uuid) -> Self {
        let mut hasher = FieldHasher::new(purpose);
        hasher.field(session_id.as_bytes());
        Self(hasher.finish().to_vec())
    }
}

/// Keeps the state of a ceremony; one of before with the same key is over.
pub(super) async fn keep_ceremony<S: Serialize>(
    tx: &TenantTx,
    key: &CeremonyKey,
    user: Option<&User>,
    state: &S,
) -> Result<chrono::DateTime<Utc>, AppError> {
    delete_ceremony(tx, &key.0).await?;
    let id = tx.new_id();
    let plaintext = Secret::new(serde_json::to_vec(state).map_err(AppError::internal)?);
    let expires_at = tx.now() + LIFETIME;
    let ceremony = NewCeremony {
        id,
        subject_id: user.map(|user| user.subject_id),
        user_id: user.map(|user| user.id),
        key_hash: key.0.clone(),
        sealed_state: seal_for_tenant(tx, PLACE, id, plaintext.expose()).await?,
        expires_at,
    };
    insert_ceremony(tx, ceremony).await?;
    Ok(expires_at)
}

/// Takes the state of a ceremony, once; `None` if there is none or it is over.
pub(super) async fn take_ceremony<S: DeserializeOwned>(
    tx: &TenantTx,
    key: &CeremonyKey,
) -> Result<Option<S>, AppError> {
    let Some(ceremony) = find_ceremony(tx, &key.0).await? else {
        return Ok(None);
    };
    // Of two that answer at once, one deletes it.
    if !delete_ceremony(tx, &key.0).await? || tx.now() >= ceremony.expires_at {
        return Ok(None);
    }
    let sealed = &ceremony.sealed_state;
    let state = Secret::new(open_for_tenant(tx, PLACE, ceremony.id, sealed).await?);
    serde_json::from_slice(state.expose())
        .map(Some)
        .map_err(AppError::internal)
}

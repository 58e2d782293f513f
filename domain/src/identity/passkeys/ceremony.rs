//! What an answer must fit, from the challenge to the answer.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::AppError;
use crate::crypto::{FieldHasher, Place, open_for_tenant, seal_for_tenant};
use crate::db::TenantTx;
use crate::identity::Realm;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::User;
use crate::identity::queries::passkey_ceremonies::{
    Ceremony, NewCeremony, delete_ceremony, find_ceremony, insert_ceremony,
};
use crate::secret::Secret;

const LIFETIME: TimeDelta = TimeDelta::minutes(10);

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

    /// Of a log-in by passkey alone. That of one realm is none of the other's.
    pub(super) fn log_in(token: &OpaqueToken, realm: Realm) -> Self {
        Self(token.hash(match realm {
            Realm::Tenants => TokenKind::PasskeyLogIn,
            Realm::Operators => TokenKind::OperatorLogIn,
        }))
    }

    /// Of the link by which an operator makes a passkey.
    pub(crate) fn operator_link(token: &OpaqueToken) -> Self {
        Self(token.hash(TokenKind::OperatorLink))
    }

    /// Of the passkey that is made by that link.
    pub(crate) fn operator_enrollment(token: &OpaqueToken) -> Self {
        Self(token.hash(TokenKind::OperatorEnrollment))
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
) -> Result<DateTime<Utc>, AppError> {
    keep_for(tx, key, user, state, LIFETIME).await
}

/// The same, for another time than most.
pub(crate) async fn keep_for<S: Serialize>(
    tx: &TenantTx,
    key: &CeremonyKey,
    user: Option<&User>,
    state: &S,
    lifetime: TimeDelta,
) -> Result<DateTime<Utc>, AppError> {
    delete_ceremony(tx, &key.0).await?;
    let id = tx.new_id();
    let plaintext = Secret::new(serde_json::to_vec(state).map_err(AppError::internal)?);
    let expires_at = tx.now() + lifetime;
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
pub(crate) async fn take_ceremony<S: DeserializeOwned>(
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
    open_state(tx, &ceremony).await.map(Some)
}

/// The state of a ceremony that goes on; `None` if there is none or it is over.
pub(crate) async fn find_state<S: DeserializeOwned>(
    tx: &TenantTx,
    key: &CeremonyKey,
) -> Result<Option<S>, AppError> {
    match find_ceremony(tx, &key.0).await? {
        Some(ceremony) if tx.now() < ceremony.expires_at => {
            open_state(tx, &ceremony).await.map(Some)
        }
        _ => Ok(None),
    }
}

async fn open_state<S: DeserializeOwned>(
    tx: &TenantTx,
    ceremony: &Ceremony,
) -> Result<S, AppError> {
    let sealed = &ceremony.sealed_state;
    let state = Secret::new(open_for_tenant(tx, PLACE, ceremony.id, sealed).await?);
    serde_json::from_slice(state.expose()).map_err(AppError::internal)
}

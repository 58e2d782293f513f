//! The answer of a passkey: whether it fits its challenge, this site, its user and its own past.

use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PublicKeyCredential, RequestChallengeResponse,
    WebauthnError,
};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

use super::ceremony::{CeremonyKey, keep_ceremony, take_ceremony};
use super::relying_party::relying_party;
use crate::AppError;
use crate::crypto::{open_for_subject, seal_for_subject};
use crate::db::TenantTx;
use crate::identity::Realm;
use crate::identity::queries::User;
use crate::identity::queries::passkeys::{
    PLACE, StoredPasskey, list_passkeys, lock_passkey, note_use,
};
use crate::settings::Settings;

/// No honest answer is longer.
const LONGEST_ANSWER: usize = 16 * 1024;

/// Why an answer was refused: for the audit trail only.
pub(crate) type Reason = &'static str;

/// The options for `navigator.credentials.get` of a user who is known, with their state kept under `key`.
pub(crate) async fn options_for(
    settings: &Settings,
    tx: &TenantTx,
    key: &CeremonyKey,
    user: &User,
) -> Result<String, AppError> {
    let (options, state) = relying_party(settings, Realm::of(tx.scope()))?
        .start_discoverable_authentication()
        .map_err(AppError::internal)?;
    let passkeys = list_passkeys(tx, user.id).await?;
    let allowed = passkeys.iter().map(|passkey| {
        let id = BASE64URL.encode(&passkey.credential_id);
        json!({ "type": "public-key", "id": id })
    });
    let options = options_text(&options, allowed.collect())?;
    keep_ceremony(tx, key, Some(user), &state).await?;
    Ok(options)
}

/// The options as JSON. Whether the browser may offer passkeys while a form is filled is the page's matter.
pub(super) fn options_text(
    options: &RequestChallengeResponse,
    allowed: Vec<Value>,
) -> Result<String, AppError> {
    let mut options = serde_json::to_value(options).map_err(AppError::internal)?;
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    if let Some(list) = options.pointer_mut("/publicKey/allowCredentials") {
        *list = Value::Array(allowed);
    }
    Ok(options.to_string())
}

/// Whether this is the answer of a passkey of this user to the challenge under `key`, which is over now.
pub(crate) async fn check_assertion(
    settings: &Settings,
    tx: &TenantTx,
    key: &CeremonyKey,
    user: &User,
    answer: &str,
) -> Result<Result<(), Reason>, AppError> {
    let Some(state) = take_ceremony::<DiscoverableAuthentication>(tx, key).await? else {
        return Ok(Err("no_challenge"));
    };
    let Some(answer) = parse(answer) else {
        return Ok(Err("malformed"));
    };
    let handle = answer.get_user_unique_id();
    if handle.is_some_and(|handle| handle != user.id.as_bytes()) {
        return Ok(Err("other_user"));
    }
    let stored = lock_passkey(tx, answer.get_credential_id()).await?;
    match stored.filter(|stored| stored.user_id == user.id) {
        Some(stored) => check(settings, tx, state, &stored, &answer).await,
        None => Ok(Err("unknown_passkey")),
    }
}

pub(super) fn parse(answer: &str) -> Option<PublicKeyCredential> {
    if answer.len() > LONGEST_ANSWER {
        return None;
    }
    serde_json::from_str(answer).ok()
}

/// The cryptographic part; then the passkey's counter and the time of its use are written down.
pub(super) async fn check(
    settings: &Settings,
    tx: &TenantTx,
    state: DiscoverableAuthentication,
    stored: &StoredPasskey,
    answer: &PublicKeyCredential,
) -> Result<Result<(), Reason>, AppError> {
    let sealed = &stored.sealed_credential;
    let opened = open_for_subject(tx, stored.subject_id, PLACE, stored.id, sealed).await?;
    let Some(opened) = opened else {
        return Ok(Err("erased"));
    };
    let mut passkey: Passkey = serde_json::from_slice(&opened).map_err(AppError::internal)?;
    let relying_party = relying_party(settings, Realm::of(tx.scope()))?;
    let checked = relying_party.finish_discoverable_authentication_v2(answer, state, &passkey);
    let result = match checked {
        Ok(result) if result.user_verified() => result,
        Ok(_) => return Ok(Err("user_not_verified")),
        Err(error) => return Ok(Err(reason(&error))),
    };
    passkey.update_credential(&result);
    let plaintext = serde_json::to_vec(&passkey).map_err(AppError::internal)?;
    let sealed = seal_for_subject(tx, stored.subject_id, PLACE, stored.id, &plaintext).await?;
    note_use(tx, stored.id, sealed).await?;
    Ok(Ok(()))
}

/// The families of refusals, by their names.
pub(super) const fn reason(error: &WebauthnError) -> Reason {
    match error {
        WebauthnError::InvalidRPOrigin => "wrong_origin",
        WebauthnError::InvalidRPIDHash => "wrong_rp_id",
        WebauthnError::MismatchedChallenge => "wrong_challenge",
        WebauthnError::UserNotVerified => "user_not_verified",
        WebauthnError::UserNotPresent => "user_not_present",
        WebauthnError::CredentialPossibleCompromise => "counter_went_back",
        WebauthnError::AuthenticationFailure => "wrong_signature",
        _ => "refused",
    }
}

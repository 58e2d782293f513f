//! Ends the enrolment of a passkey with the browser's answer. With the first second factor come the recovery codes.

use serde_json::json;
use uuid::Uuid;
use webauthn_rs::prelude::{
    Passkey as Credential, PasskeyRegistration, RegisterPublicKeyCredential,
};

use super::assertion::{Reason, reason};
use super::ceremony::{CeremonyKey, take_ceremony};
use super::passkey_name::PasskeyName;
use super::relying_party::relying_party;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::crypto::seal_for_subject;
use crate::db::TenantTx;
use crate::identity::queries::passkeys::{
    NewPasskey, PLACE, Passkey, find_passkey, insert_passkey, lock_passkey,
};
use crate::identity::queries::{User, find_user};
use crate::identity::second_factors::{
    Change, find_factors, renew_codes, require_step_up_to_enroll, tell,
};
use crate::identity::{Actor, InputErrors, Realm};
use crate::secret::Secret;
use crate::settings::Settings;
use crate::{AppError, Core, UserErrorCode};

/// No honest answer is longer.
const LONGEST_ANSWER: usize = 64 * 1024;

/// What the browser answered, and what the person calls it.
#[derive(Clone, Debug)]
pub struct FinishPasskeyEnrollment {
    pub name: String,
    pub response: Secret<String>,
}

/// A passkey that counts from now on.
#[derive(Clone, Debug)]
pub struct EnrolledPasskey {
    pub passkey: Passkey,
    /// For the first second factor of an account; shown this once.
    pub recovery_codes: Option<Vec<Secret<String>>>,
}

/// Keeps the passkey if the answer fits the challenge of this session.
///
/// # Errors
/// `User`: `StepUpRequired`, `InvalidInput`, `InvalidState` without a challenge, `InvalidCredentials` for an answer that
/// does not fit, `Taken`, `NotAvailable`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn finish_passkey_enrollment(
    core: &Core,
    actor: &Actor,
    input: FinishPasskeyEnrollment,
) -> Result<EnrolledPasskey, AppError> {
    let session_id = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let mut errors = InputErrors::default();
    let Some(name) = errors.parse::<PasskeyName>("name", &input.name) else {
        return Err(errors.into_error());
    };
    relying_party(&core.settings, Realm::of(&actor.scope))?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up_to_enroll(&tx, actor).await?;
    let user = find_user(&tx, user_id).await?;
    let key = CeremonyKey::enrollment(session_id);
    let answer = input.response.expose();
    let checked = check_registration(&core.settings, &tx, &key, answer).await?;
    let credential = match checked.ok_or_else(not_begun)? {
        Ok(credential) => credential,
        Err(reason) => return Err(refuse(tx, actor, reason).await?),
    };
    let enrolled = keep(&tx, &user, &name, &credential).await?;
    tx.record(AuditEvent::new(AuditAction::PasskeyEnrolled, actor));
    tell(&tx, &user, Change::PasskeyEnrolled).await?;
    tx.commit().await?;
    Ok(enrolled)
}

/// The passkey that answers the challenge under `key`, which is over now; `None` if there is none.
pub(crate) async fn check_registration(
    settings: &Settings,
    tx: &TenantTx,
    key: &CeremonyKey,
    answer: &str,
) -> Result<Option<Result<Credential, Reason>>, AppError> {
    let relying_party = relying_party(settings, Realm::of(tx.scope()))?;
    let Some(state) = take_ceremony::<PasskeyRegistration>(tx, key).await? else {
        return Ok(None);
    };
    Ok(Some(match parse(answer) {
        None => Err("malformed"),
        Some(answer) => relying_party
            .finish_passkey_registration(&answer, &state)
            .map_err(|error| reason(&error)),
    }))
}

fn parse(answer: &str) -> Option<RegisterPublicKeyCredential> {
    if answer.len() > LONGEST_ANSWER {
        return None;
    }
    serde_json::from_str(answer).ok()
}

async fn refuse(tx: TenantTx, actor: &Actor, reason: &'static str) -> Result<AppError, AppError> {
    let event = AuditEvent::new(AuditAction::PasskeyEnrolled, actor).outcome(Outcome::Failure);
    tx.record(event.payload(actor.subject_id, json!({ "reason": reason })));
    tx.commit().await?;
    let message = "the browser's answer does not fit; begin again with startPasskeyEnrollment";
    let code = UserErrorCode::InvalidCredentials;
    Ok(AppError::user(code, "response", message))
}

async fn keep(
    tx: &TenantTx,
    user: &User,
    name: &PasskeyName,
    credential: &Credential,
) -> Result<EnrolledPasskey, AppError> {
    let had = find_factors(tx, user.id).await?;
    let id = keep_passkey(tx, user, name, credential).await?;
    let recovery_codes = if had.is_enrolled() {
        None
    } else {
        Some(renew_codes(tx, user).await?)
    };
    Ok(EnrolledPasskey {
        passkey: find_passkey(tx, user.id, id).await?,
        recovery_codes,
    })
}

/// Writes the passkey down, sealed.
pub(crate) async fn keep_passkey(
    tx: &TenantTx,
    user: &User,
    name: &PasskeyName,
    credential: &Credential,
) -> Result<Uuid, AppError> {
    let credential_id = credential.cred_id().clone();
    if lock_passkey(tx, &credential_id).await?.is_some() {
        let message = "this passkey is enrolled already";
        return Err(AppError::user(UserErrorCode::Taken, "response", message));
    }
    let id = tx.new_id();
    let plaintext = serde_json::to_vec(credential).map_err(AppError::internal)?;
    let passkey = NewPasskey {
        id,
        subject_id: user.subject_id,
        user_id: user.id,
        credential_id,
        sealed_credential: seal_for_subject(tx, user.subject_id, PLACE, id, &plaintext).await?,
        name: name.as_str(),
    };
    insert_passkey(tx, passkey).await?;
    Ok(id)
}

fn not_begun() -> AppError {
    let message = "there is no challenge to be answered, or it has expired; begin with startPasskeyEnrollment";
    AppError::user(UserErrorCode::InvalidState, "", message)
}

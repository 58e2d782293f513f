//! Begins with a passkey: the options for `navigator.credentials.create`.

use serde_json::json;

use super::ceremony::{CeremonyKey, keep_ceremony};
use super::relying_party::relying_party;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::queries::passkeys::list_passkeys;
use crate::identity::queries::{User, find_user};
use crate::identity::second_factors::require_step_up_to_enroll;
use crate::identity::{Actor, Realm};
use crate::settings::Settings;
use crate::{AppError, Core, UserErrorCode};

/// Nobody needs more.
const MOST: usize = 20;

/// The options as JSON. Asks for a passkey that is found without its user's name, so that it can be the only factor.
///
/// # Errors
/// `User`: `StepUpRequired`, `NotAvailable`, `LimitReached`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn start_passkey_enrollment(core: &Core, actor: &Actor) -> Result<String, AppError> {
    let session_id = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    relying_party(&core.settings, Realm::of(&actor.scope))?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up_to_enroll(&tx, actor).await?;
    let user = find_user(&tx, user_id).await?;
    let key = CeremonyKey::enrollment(session_id);
    let options = registration_options(&core.settings, &tx, &key, &user).await?;
    tx.record(AuditEvent::new(
        AuditAction::PasskeyEnrollmentStarted,
        actor,
    ));
    tx.commit().await?;
    Ok(options)
}

/// The options for `navigator.credentials.create` of this user, with their state kept under `key`.
pub(crate) async fn registration_options(
    settings: &Settings,
    tx: &TenantTx,
    key: &CeremonyKey,
    user: &User,
) -> Result<String, AppError> {
    let relying_party = relying_party(settings, Realm::of(tx.scope()))?;
    let known = list_passkeys(tx, user.id).await?;
    if known.len() >= MOST {
        let message = "an account has at most 20 passkeys; remove one first";
        return Err(AppError::user(UserErrorCode::LimitReached, "", message));
    }
    let excluded = known.into_iter().map(|passkey| passkey.credential_id);
    let (options, state) = relying_party
        .start_passkey_registration(
            user.id,
            &user.email,
            &user.display_name,
            Some(excluded.collect()),
        )
        .map_err(AppError::internal)?;
    let mut options = serde_json::to_value(&options).map_err(AppError::internal)?;
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection")
        && let Some(selection) = selection.as_object_mut()
    {
        selection.insert("residentKey".to_owned(), json!("required"));
        selection.insert("requireResidentKey".to_owned(), json!(true));
    }
    keep_ceremony(tx, key, Some(user), &state).await?;
    Ok(options.to_string())
}

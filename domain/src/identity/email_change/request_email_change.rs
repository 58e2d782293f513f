//! Somebody wants another address: a link goes to each of the two. Whether the new one belongs to another account already is
//! not said; such a change is refused when both are proven.

use chrono::TimeDelta;

use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::mails::{Letter, NewMail, confirm_email_link, enqueue_mail};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::email_changes::{
    NewEmailChange, count_changes_within, insert_change,
};
use crate::identity::queries::{User, find_user};
use crate::identity::{Actor, EmailAddress, InputErrors, require_step_up};
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

const LIFETIME: TimeDelta = TimeDelta::hours(24);
/// So many changes a day: each of them writes to an address that somebody typed.
const MOST_A_DAY: i64 = 5;

/// Sends the links. A change that was asked for before is void.
///
/// # Errors
/// `User`: `InvalidInput`, `StepUpRequired`, `SessionRequired`, `LimitReached`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn request_email_change(
    core: &Core,
    actor: &Actor,
    new_email: &str,
) -> Result<(), AppError> {
    actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let mut errors = InputErrors::default();
    let Some(new_email) = errors.parse::<EmailAddress>("newEmail", new_email) else {
        return Err(errors.into_error());
    };
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let user = find_user(&tx, user_id).await?;
    if user.email == new_email.as_str() {
        let message = "this is your address already";
        return Err(AppError::user(
            UserErrorCode::InvalidInput,
            "newEmail",
            message,
        ));
    }
    if count_changes_within(&tx, user_id, TimeDelta::days(1)).await? >= MOST_A_DAY {
        let message = "you have asked for this often enough today; try again tomorrow";
        return Err(AppError::user(UserErrorCode::LimitReached, "", message));
    }
    let token = || OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let (old, new) = (token(), token());
    let change = NewEmailChange {
        user_id,
        subject_id: user.subject_id,
        new_email: &new_email,
        old_token_hash: old.hash(TokenKind::EmailChange),
        new_token_hash: new.hash(TokenKind::EmailChange),
        expires_at: tx.now() + LIFETIME,
    };
    insert_change(&tx, change).await?;
    let tenant = find_tenant(&tx).await?;
    ask(core, &tx, &user, &tenant, &user.email, &old).await?;
    ask(core, &tx, &user, &tenant, new_email.as_str(), &new).await?;
    tx.record(AuditEvent::new(AuditAction::EmailChangeRequested, actor));
    tx.commit().await
}

async fn ask(
    core: &Core,
    tx: &TenantTx,
    user: &User,
    tenant: &Tenant,
    recipient: &str,
    token: &OpaqueToken,
) -> Result<(), AppError> {
    let letter = Letter::ConfirmEmail {
        tenant_name: tenant.name.clone(),
        link: confirm_email_link(&core.settings.web, &token.text(), tenant.language),
        expires_at: tx.now() + LIFETIME,
    };
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}

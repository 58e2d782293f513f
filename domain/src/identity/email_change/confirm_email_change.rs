//! One of the two addresses is proven. With the second proof the address changes, and both are told.

use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::mails::{Letter, NewMail, enqueue_mail};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::email_changes::{EmailChange, end_change, lock_change, set_proven};
use crate::identity::queries::{User, find_user, set_email};
use crate::identity::{Actor, ActorKind, EmailAddress, RequestInfo, pre_authentication};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// Notes the proof. True if it was the second one, and the address is changed now.
///
/// # Errors
/// `User`: `InvalidToken`, `Taken` if another account got the address meanwhile; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn confirm_email_change(
    core: &Core,
    request: &RequestInfo,
    token: &Secret<String>,
) -> Result<bool, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let token = OpaqueToken::parse(token.expose()).ok_or_else(invalid_token)?;
    let scope = pre_authentication::scope_of_token(&token);
    let tx = core.db.write(&scope).await?;
    let change = lock_change(&tx, token.hash(TokenKind::EmailChange))
        .await?
        .ok_or_else(invalid_token)?;
    let user = find_user(&tx, change.user_id).await?;
    if !user.is_active() {
        return Err(invalid_token());
    }
    set_proven(&tx, &change).await?;
    let is_complete =
        (change.is_old_proven || !change.is_by_new) && (change.is_new_proven || change.is_by_new);
    if is_complete {
        complete(&tx, &user, &change, request).await?;
    }
    tx.commit().await?;
    Ok(is_complete)
}

async fn complete(
    tx: &TenantTx,
    user: &User,
    change: &EmailChange,
    request: &RequestInfo,
) -> Result<(), AppError> {
    let new: EmailAddress = change.new_email.parse().map_err(AppError::internal)?;
    set_email(tx, user.id, &new).await?;
    end_change(tx, change.id).await?;
    let actor = Actor {
        kind: ActorKind::User,
        user_id: Some(user.id),
        subject_id: Some(user.subject_id),
        pid: user.pid,
        ..Actor::anonymous(*tx.scope(), request.clone())
    };
    tx.record(AuditEvent::new(AuditAction::EmailChanged, &actor));
    let tenant = find_tenant(tx).await?;
    for recipient in [user.email.as_str(), new.as_str()] {
        let letter = Letter::EmailChanged {
            tenant_name: tenant.name.clone(),
        };
        let mail = NewMail {
            subject_id: user.subject_id,
            recipient,
            language: tenant.language,
            letter: letter.write(tenant.language),
        };
        enqueue_mail(tx, mail).await?;
    }
    Ok(())
}

fn invalid_token() -> AppError {
    let message = "this link is unknown, was used or has expired; ask for the change again";
    AppError::user(UserErrorCode::InvalidToken, "token", message)
}

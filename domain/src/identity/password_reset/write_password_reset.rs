//! The job's side of a request: the token and the mail, if there is somebody to write to.

use chrono::TimeDelta;
use uuid::Uuid;

use crate::db::TenantTx;
use crate::identity::mails::{Letter, NewMail, enqueue_mail, reset_password_link};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::find_user;
use crate::identity::queries::password_resets::{
    count_resets_within, has_password_to_reset, insert_reset,
};
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// How long a link works.
const LIFETIME: TimeDelta = TimeDelta::minutes(30);
/// Nobody fills a mailbox: so many links within an hour, and no more.
const MOST_AN_HOUR: i64 = 5;

/// Writes the mail to this user; to nobody, if there is no such user, or one without a password.
///
/// # Errors
/// As the database says.
pub async fn write_password_reset(
    core: &Core,
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<(), AppError> {
    let is_due = has_password_to_reset(tx, user_id).await?
        && count_resets_within(tx, user_id, TimeDelta::hours(1)).await? < MOST_AN_HOUR;
    if !is_due {
        return Ok(());
    }
    let user = find_user(tx, user_id).await?;
    let tenant = find_tenant(tx).await?;
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let expires_at = tx.now() + LIFETIME;
    let hash = token.hash(TokenKind::PasswordReset);
    insert_reset(tx, user.id, user.subject_id, hash, expires_at).await?;
    let letter = Letter::PasswordReset {
        tenant_name: tenant.name,
        link: reset_password_link(&core.settings.web, &token.text(), tenant.language),
        expires_at,
    };
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}

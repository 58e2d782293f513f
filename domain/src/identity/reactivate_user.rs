//! Lets a deactivated person, or a service account, in again. Sessions and keys of before stay ended.

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::mails::{Letter, NewMail, enqueue_mail};
use super::owner_rules;
use super::queries::{User, find_user, set_reactivated};
use super::{Actor, Permission};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// Reactivates the user. One who is active already is fine.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `InvalidInput` for a key that may do less; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn reactivate_user(core: &Core, actor: &Actor, user_id: Uuid) -> Result<User, AppError> {
    let object = UserId::from(user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let target = find_user(&tx, user_id).await?;
    owner_rules::check_grant(actor, &target.roles)?;
    if set_reactivated(&tx, user_id).await? {
        let mut event = AuditEvent::new(AuditAction::UserReactivated, actor);
        if let Some(pid) = target.pid {
            event = event.object(pid);
        }
        tx.record(event);
        if !target.is_service_account() {
            tell(&tx, &target).await?;
        }
    }
    let user = find_user(&tx, user_id).await?;
    tx.commit().await?;
    Ok(user)
}

async fn tell(tx: &TenantTx, user: &User) -> Result<(), AppError> {
    let tenant = find_tenant(tx).await?;
    let letter = Letter::AccountReactivated {
        tenant_name: tenant.name,
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

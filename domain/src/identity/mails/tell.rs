//! Tells people of a tenant something, in its language.

use super::{Letter, NewMail, enqueue_mail};
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::queries::{User, find_user, lock_owners};
use crate::tenants::queries::find_tenant;

/// Writes to one person. `letter` gets the tenant's name.
pub(crate) async fn tell_user(
    tx: &TenantTx,
    user: &User,
    letter: impl FnOnce(String) -> Letter,
) -> Result<(), AppError> {
    let tenant = find_tenant(tx).await?;
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: letter(tenant.name).write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}

/// Writes to every active owner.
pub(crate) async fn tell_owners(
    tx: &TenantTx,
    letter: impl Fn(String) -> Letter,
) -> Result<(), AppError> {
    for owner in lock_owners(tx).await? {
        tell_user(tx, &find_user(tx, owner).await?, &letter).await?;
    }
    Ok(())
}

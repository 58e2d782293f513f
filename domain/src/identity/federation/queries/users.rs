//! Accounts that a provider brings.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::EmailAddress;

/// An account without a password.
pub(in crate::identity::federation) struct NewFederatedUser<'a> {
    pub(in crate::identity::federation) id: Uuid,
    pub(in crate::identity::federation) subject_id: Uuid,
    pub(in crate::identity::federation) email: &'a EmailAddress,
    pub(in crate::identity::federation) display_name: &'a str,
}

/// Makes an account without a password and roles.
pub(in crate::identity::federation) async fn insert_federated_user(
    tx: &TenantTx,
    user: NewFederatedUser<'_>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, status, authz_epoch, \
               version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, 'active', 0, 1, $7, $7)";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        user.id.into(),
        user.subject_id.into(),
        user.email.as_str().into(),
        user.email.normalized().into(),
        user.display_name.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Whether an account has a password.
pub(in crate::identity::federation) async fn has_password(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<bool, AppError> {
    let sql = "SELECT 1 FROM users WHERE tenant_id = $1 AND id = $2 AND password_hash IS NOT NULL";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(!rows.is_empty())
}

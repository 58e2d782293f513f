//! `email_changes`: a new address that its owner still has to prove, as well as the old one. Only hashes of the tokens are
//! stored.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::EmailAddress;

/// A change that waits for its proofs.
pub(crate) struct EmailChange {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) new_email: String,
    pub(crate) is_old_proven: bool,
    pub(crate) is_new_proven: bool,
    /// The token that was shown is that of the new address.
    pub(crate) is_by_new: bool,
}

/// A change to be made.
pub(crate) struct NewEmailChange<'a> {
    pub(crate) user_id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) new_email: &'a EmailAddress,
    pub(crate) old_token_hash: Vec<u8>,
    pub(crate) new_token_hash: Vec<u8>,
    pub(crate) expires_at: DateTime<Utc>,
}

/// Takes the place of every change of this user that is still open.
pub(crate) async fn insert_change(
    tx: &TenantTx,
    change: NewEmailChange<'_>,
) -> Result<(), AppError> {
    let sql = "UPDATE email_changes SET ended_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        change.user_id.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    let sql = "INSERT INTO email_changes (tenant_id, id, subject_id, user_id, new_email, old_token_hash, new_token_hash, \
               created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values: [Value; 9] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        change.subject_id.into(),
        change.user_id.into(),
        change.new_email.as_str().into(),
        change.old_token_hash.into(),
        change.new_token_hash.into(),
        tx.now().into(),
        change.expires_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// How many changes the user has asked for within this time.
pub(crate) async fn count_changes_within(
    tx: &TenantTx,
    user_id: Uuid,
    time: TimeDelta,
) -> Result<i64, AppError> {
    let sql = "SELECT count(*) AS total FROM email_changes WHERE tenant_id = $1 AND user_id = $2 AND created_at > $3";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        user_id.into(),
        (tx.now() - time).into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map_or(Ok(0), |row| Ok(row.try_get("", "total")?))
}

/// The open change with one of these tokens; its row stays locked until the transaction ends.
pub(crate) async fn lock_change(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<EmailChange>, AppError> {
    let sql = format!(
        "SELECT id, user_id, new_email, old_confirmed_at IS NOT NULL AS is_old_proven, \
         new_confirmed_at IS NOT NULL AS is_new_proven, new_token_hash = $2 AS is_by_new \
         FROM email_changes WHERE tenant_id = $1 AND (old_token_hash = $2 OR new_token_hash = $2) \
         AND ended_at IS NULL AND expires_at > $3{}",
        tx.dialect().for_update()
    );
    let values: [Value; 3] = [tx.tenant_id().into(), token_hash.into(), tx.now().into()];
    let rows = tx.query(sql, values).await?;
    let change = |row: &QueryResult| {
        Ok(EmailChange {
            id: row.try_get("", "id")?,
            user_id: row.try_get("", "user_id")?,
            new_email: row.try_get("", "new_email")?,
            is_old_proven: row.try_get("", "is_old_proven")?,
            is_new_proven: row.try_get("", "is_new_proven")?,
            is_by_new: row.try_get("", "is_by_new")?,
        })
    };
    rows.first().map(change).transpose()
}

/// One of the two addresses is proven.
pub(crate) async fn set_proven(tx: &TenantTx, change: &EmailChange) -> Result<(), AppError> {
    let column = if change.is_by_new {
        "new_confirmed_at"
    } else {
        "old_confirmed_at"
    };
    let sql = format!(
        "UPDATE email_changes SET {column} = COALESCE({column}, $3) WHERE tenant_id = $1 AND id = $2"
    );
    let values: [Value; 3] = [tx.tenant_id().into(), change.id.into(), tx.now().into()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The change is done: its links open nothing any more.
pub(crate) async fn end_change(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE email_changes SET ended_at = $3 WHERE tenant_id = $1 AND id = $2";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), tx.now().into()];
    tx.execute(sql, values).await?;
    Ok(())
}

//! `refresh_tokens`: the chain of a session. Only hashes are stored.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// A link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) id: Uuid,
    pub(crate) session_id: Uuid,
    pub(crate) consumed_at: Option<DateTime<Utc>>,
    pub(crate) revoked_at: Option<DateTime<Utc>>,
    pub(crate) reissued_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, session_id, consumed_at, revoked_at, reissued_at";

fn read(row: &QueryResult) -> Result<RefreshToken, AppError> {
    Ok(RefreshToken {
        id: row.try_get("", "id")?,
        session_id: row.try_get("", "session_id")?,
        consumed_at: row.try_get("", "consumed_at")?,
        revoked_at: row.try_get("", "revoked_at")?,
        reissued_at: row.try_get("", "reissued_at")?,
    })
}

pub(crate) async fn find_refresh_token(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<RefreshToken>, AppError> {
    let sql =
        format!("SELECT {COLUMNS} FROM refresh_tokens WHERE tenant_id = $1 AND token_hash = $2");
    let rows = tx
        .query(sql, [tx.tenant_id().into(), token_hash.into()])
        .await?;
    rows.first().map(read).transpose()
}

/// The tokens that were issued for this one: the first answer, and the second if the first was lost.
pub(crate) async fn find_successors(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Vec<RefreshToken>, AppError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM refresh_tokens WHERE tenant_id = $1 AND session_id = \
         (SELECT session_id FROM refresh_tokens WHERE tenant_id = $1 AND id = $2) AND predecessor_id = $2"
    );
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.iter().map(read).collect()
}

/// The token before this one.
pub(crate) async fn find_predecessor(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<RefreshToken>, AppError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM refresh_tokens WHERE tenant_id = $1 AND id = \
         (SELECT predecessor_id FROM refresh_tokens WHERE tenant_id = $1 AND id = $2)"
    );
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first().map(read).transpose()
}

pub(crate) struct NewRefreshToken {
    pub(crate) subject_id: Uuid,
    pub(crate) session_id: Uuid,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) predecessor_id: Option<Uuid>,
}

pub(crate) async fn insert_refresh_token(
    tx: &TenantTx,
    token: NewRefreshToken,
) -> Result<(), AppError> {
    let sql = "INSERT INTO refresh_tokens (tenant_id, id, subject_id, session_id, token_hash, predecessor_id, issued_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        token.subject_id.into(),
        token.session_id.into(),
        token.token_hash.into(),
        token.predecessor_id.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Uses up a token, by one statement: of any number of attempts one wins.
pub(crate) async fn consume(tx: &TenantTx, id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE refresh_tokens SET consumed_at = $3 \
               WHERE tenant_id = $1 AND id = $2 AND consumed_at IS NULL AND revoked_at IS NULL";
    Ok(tx
        .execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
        .await?
        == 1)
}

/// Notes that a second answer was given for this token, and revokes the first one.
pub(crate) async fn mark_reissued(
    tx: &TenantTx,
    id: Uuid,
    successor_id: Uuid,
) -> Result<(), AppError> {
    let sql = "UPDATE refresh_tokens SET reissued_at = $3 WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
        .await?;
    let sql = "UPDATE refresh_tokens SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2";
    tx.execute(
        sql,
        [tx.tenant_id().into(), successor_id.into(), tx.now().into()],
    )
    .await?;
    Ok(())
}

/// Ends the whole chain of a session.
pub(crate) async fn revoke_family(tx: &TenantTx, session_id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE refresh_tokens SET revoked_at = $3 \
               WHERE tenant_id = $1 AND session_id = $2 AND revoked_at IS NULL";
    tx.execute(
        sql,
        [tx.tenant_id().into(), session_id.into(), tx.now().into()],
    )
    .await?;
    Ok(())
}

//! Reads links in batches, and the chain's head.

use sea_orm::{QueryResult, Value};

use super::links::{Position, StoredLink};
use crate::AppError;
use crate::audit::chain::Link;
use crate::db::TenantTx;

/// Links of one batch: a few hundred kilobytes.
pub(super) const BATCH: i64 = 1_000;

/// The first links behind `after`, up to `until`.
pub(super) async fn read_links(
    tx: &TenantTx,
    after: i64,
    until: i64,
) -> Result<Vec<StoredLink>, AppError> {
    let sql = "SELECT tenant_id, seq, at, actor_kind, actor_pid, action, object, outcome, commitments, request_id, \
               prev_hash, hash FROM audit_events \
               WHERE tenant_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        after.into(),
        until.into(),
        BATCH.into(),
    ];
    tx.query(sql, values).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<StoredLink, AppError> {
    Ok(StoredLink {
        link: Link {
            tenant_id: row.try_get("", "tenant_id")?,
            seq: row.try_get("", "seq")?,
            at: row.try_get("", "at")?,
            actor_kind: row.try_get("", "actor_kind")?,
            actor_pid: row.try_get("", "actor_pid")?,
            action: row.try_get("", "action")?,
            object: row.try_get("", "object")?,
            outcome: row.try_get("", "outcome")?,
            commitments: row.try_get("", "commitments")?,
            request_id: row.try_get("", "request_id")?,
            prev_hash: row.try_get("", "prev_hash")?,
        },
        hash: row.try_get("", "hash")?,
    })
}

/// The head; the beginning, if the chain has none yet.
pub(in crate::audit) async fn read_head(tx: &TenantTx) -> Result<Position, AppError> {
    let sql = "SELECT seq, hash FROM audit_heads WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    match rows.first() {
        None => Ok(Position::genesis()),
        Some(row) => Ok(Position {
            seq: row.try_get("", "seq")?,
            hash: row.try_get("", "hash")?,
        }),
    }
}

/// The numbers of the head and of the newest link, as of one instant.
pub(super) async fn read_ends(tx: &TenantTx) -> Result<(i64, i64), AppError> {
    let sql = "SELECT \
               COALESCE((SELECT seq FROM audit_heads WHERE tenant_id = $1), 0) AS head, \
               COALESCE((SELECT max(seq) FROM audit_events WHERE tenant_id = $1), 0) AS newest";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let row = rows
        .first()
        .ok_or_else(|| AppError::internal("a query without a table gives one row"))?;
    Ok((row.try_get("", "head")?, row.try_get("", "newest")?))
}

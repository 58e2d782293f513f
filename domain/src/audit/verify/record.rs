//! What is remembered of verifications: where the next one may begin, and what was found.

use chrono::{DateTime, Utc};
use sea_orm::Value;

use super::Broken;
use super::links::Position;
use crate::AppError;
use crate::db::TenantTx;

/// The row of `audit_verifications`.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Record {
    pub(super) verified: Position,
    pub(in crate::audit) broken_at: Option<i64>,
    pub(in crate::audit) checked_at: DateTime<Utc>,
    pub(in crate::audit) fully_checked_at: Option<DateTime<Utc>>,
}

impl Record {
    /// The last verification of the transaction's tenant.
    pub(in crate::audit) async fn read(tx: &TenantTx) -> Result<Option<Self>, AppError> {
        let sql = "SELECT verified_seq, verified_hash, broken_at, checked_at, fully_checked_at \
                   FROM audit_verifications WHERE tenant_id = $1";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
        rows.first()
            .map(|row| {
                Ok(Self {
                    verified: Position {
                        seq: row.try_get("", "verified_seq")?,
                        hash: row.try_get("", "verified_hash")?,
                    },
                    broken_at: row.try_get("", "broken_at")?,
                    checked_at: row.try_get("", "checked_at")?,
                    fully_checked_at: row.try_get("", "fully_checked_at")?,
                })
            })
            .transpose()
    }
}

/// Remembers a verification. What broke stays broken until the whole chain holds again.
pub(super) async fn write(
    tx: &TenantTx,
    verified: Position,
    broken: Option<Broken>,
    is_whole: bool,
) -> Result<(), AppError> {
    let broken_at = match (is_whole, broken) {
        (true, _) | (false, Some(_)) => "excluded.broken_at",
        (false, None) => "audit_verifications.broken_at",
    };
    // A place that is not known to be good is no place to go on from.
    let verified_columns = match broken {
        None => "verified_seq = excluded.verified_seq, verified_hash = excluded.verified_hash, ",
        Some(_) => "",
    };
    let start = if broken.is_some() {
        Position::genesis()
    } else {
        verified
    };
    let sql = format!(
        "INSERT INTO audit_verifications (tenant_id, verified_seq, verified_hash, broken_at, checked_at, fully_checked_at) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id) DO UPDATE SET {verified_columns}broken_at = {broken_at}, \
         checked_at = excluded.checked_at, \
         fully_checked_at = COALESCE(excluded.fully_checked_at, audit_verifications.fully_checked_at)"
    );
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        start.seq.into(),
        start.hash.into(),
        broken.map(|broken| broken.seq).into(),
        tx.now().into(),
        is_whole.then_some(tx.now()).into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

//! Where the audit log stood: who has its head at that position can show that nothing before it was changed.

use serde::{Deserialize, Serialize};

use super::Digest;
use crate::AppError;
use crate::db::TenantTx;

/// An event of the tenant's chain, and its hash, which covers all events before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPosition {
    pub seq: i64,
    pub hash: Digest,
}

/// The head of the tenant's chain, without the events of this transaction. Takes no lock.
///
/// # Errors
/// `Internal` if the tenant has no chain; as the database says.
pub async fn audit_position(tx: &TenantTx) -> Result<AuditPosition, AppError> {
    let sql = "SELECT seq, hash FROM audit_heads WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let row = rows
        .first()
        .ok_or_else(|| AppError::internal("the tenant has no audit chain"))?;
    let hash: Vec<u8> = row.try_get("", "hash")?;
    Ok(AuditPosition {
        seq: row.try_get("", "seq")?,
        hash: Digest::from_slice(&hash)
            .ok_or_else(|| AppError::internal("the head of the audit chain is no hash"))?,
    })
}

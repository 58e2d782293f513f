//! `recovery_codes`: hashes, each used once.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

pub(crate) struct NewRecoveryCode {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) code_hash: Vec<u8>,
}

/// The user's codes are these now.
pub(crate) async fn replace_recovery_codes(
    tx: &TenantTx,
    user_id: Uuid,
    codes: Vec<NewRecoveryCode>,
) -> Result<(), AppError> {
    let sql = "DELETE FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    for code in codes {
        let sql = "INSERT INTO recovery_codes (tenant_id, id, subject_id, user_id, code_hash, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values: [Value; 6] = [
            tx.tenant_id().into(),
            code.id.into(),
            code.subject_id.into(),
            code.user_id.into(),
            code.code_hash.into(),
            tx.now().into(),
        ];
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// Uses a code. False if there is no such one, or not any more.
pub(crate) async fn spend_recovery_code(
    tx: &TenantTx,
    user_id: Uuid,
    code_hash: Vec<u8>,
) -> Result<bool, AppError> {
    let sql = "UPDATE recovery_codes SET used_at = $4 \
               WHERE tenant_id = $1 AND user_id = $2 AND code_hash = $3 AND used_at IS NULL";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        user_id.into(),
        code_hash.into(),
        tx.now().into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// How many are left.
pub(crate) async fn count_recovery_codes(tx: &TenantTx, user_id: Uuid) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM recovery_codes \
               WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

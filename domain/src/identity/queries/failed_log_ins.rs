//! `users`: how often in a row somebody has failed to log in from devices that are not known.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// Counts a failure, up to `most`, and returns how many there are now; `None` if there is no such user, or one who is being
/// erased, or it was the most already.
pub(crate) async fn add_failed_log_in(
    tx: &TenantTx,
    user_id: Uuid,
    most: i32,
) -> Result<Option<i32>, AppError> {
    let sql = "UPDATE users SET failed_log_ins = failed_log_ins + 1 \
               WHERE tenant_id = $1 AND id = $2 AND failed_log_ins < $3 \
               AND subject_id IN (SELECT s.id FROM data_subjects s WHERE s.tenant_id = $1 AND s.state = 'active') \
               RETURNING failed_log_ins";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), most.into()];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map(|row| Ok(row.try_get("", "failed_log_ins")?))
        .transpose()
}

/// How many there are.
pub(crate) async fn count_failed_log_ins(tx: &TenantTx, user_id: Uuid) -> Result<i32, AppError> {
    let sql = "SELECT failed_log_ins FROM users WHERE tenant_id = $1 AND id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    rows.first()
        .map_or(Ok(0), |row| Ok(row.try_get("", "failed_log_ins")?))
}

/// Begins anew.
pub(crate) async fn forget_failed_log_ins(tx: &TenantTx, user_id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE users SET failed_log_ins = 0 \
               WHERE tenant_id = $1 AND id = $2 AND failed_log_ins > 0";
    tx.execute(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(())
}

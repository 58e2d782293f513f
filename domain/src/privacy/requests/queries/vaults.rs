//! The sealed identity in a request's row.

use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// The envelope; the outer `None` if there is no such request, the inner if there is no identity in it.
pub(crate) async fn find_identity(
    tx: &TenantTx,
    request_id: Uuid,
) -> Result<Option<Option<Vec<u8>>>, AppError> {
    let sql =
        "SELECT identity_ciphertext FROM data_subject_requests WHERE tenant_id = $1 AND id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), request_id.into()])
        .await?;
    let row = rows.first();
    Ok(row
        .map(|row| row.try_get("", "identity_ciphertext"))
        .transpose()?)
}

/// Stores the envelope, or takes it away. False if there is no such request.
pub(crate) async fn store_identity(
    tx: &TenantTx,
    request_id: Uuid,
    ciphertext: Option<Vec<u8>>,
) -> Result<bool, AppError> {
    let sql = "UPDATE data_subject_requests SET identity_ciphertext = $3, updated_at = $4 \
               WHERE tenant_id = $1 AND id = $2";
    let values = [
        tx.tenant_id().into(),
        request_id.into(),
        ciphertext.into(),
        tx.now().into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

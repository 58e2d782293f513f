//! Which open requests name the same address: `mentions` of the vaults, by a digest of the intake's own.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::privacy::intake::open_challenges::AddressMac;

const LOCATION: &str = "data_subject_requests";

/// The requests that are noted under this address.
pub(in crate::privacy::intake) async fn find_noted(
    tx: &TenantTx,
    mac: &AddressMac,
) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT row_key FROM mentions WHERE tenant_id = $1 AND identifier_mac = $2 AND location = $3";
    let values: [Value; 3] = [tx.tenant_id().into(), mac.bytes().into(), LOCATION.into()];
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| {
            let key: String = row.try_get("", "row_key")?;
            Uuid::parse_str(&key).map_err(AppError::internal)
        })
        .collect()
}

/// How many of these requests came after `since` and still wait for their confirmation.
pub(in crate::privacy::intake) async fn count_open_since(
    tx: &TenantTx,
    requests: &[Uuid],
    since: DateTime<Utc>,
) -> Result<i64, AppError> {
    // Never an empty list, and the same statement for every address.
    let list = placeholder_list(2, requests.len() + 1);
    let sql = format!(
        "SELECT count(*) AS count FROM data_subject_requests WHERE tenant_id = $1 AND received_at > $2 \
         AND state = 'verifying' AND id IN ({list})"
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), since.into(), Uuid::nil().into()];
    values.extend(requests.iter().map(|request| Value::from(*request)));
    let rows = tx.query(sql, values).await?;
    let count = rows
        .first()
        .map(|row| row.try_get("", "count"))
        .transpose()?;
    Ok(count.unwrap_or_default())
}

/// Whether an erasure of whoever has this tombstone has begun and not ended.
pub(in crate::privacy::intake) async fn is_being_erased(
    tx: &TenantTx,
    tombstone: &[u8; 32],
) -> Result<bool, AppError> {
    let sql = "SELECT 1 AS one FROM erasure_ledger l JOIN data_subject_requests r \
               ON r.tenant_id = l.tenant_id AND r.id = l.request_id \
               WHERE l.tenant_id = $1 AND l.subject_tombstone = $2 AND r.state IN ('executing', 'blocked', 'scanning') \
               LIMIT 1";
    let values: [Value; 2] = [tx.tenant_id().into(), tombstone.to_vec().into()];
    Ok(!tx.query(sql, values).await?.is_empty())
}

/// Notes an open request under its address.
pub(in crate::privacy::intake) async fn note_open(
    tx: &TenantTx,
    mac: &AddressMac,
    request_id: Uuid,
) -> Result<(), AppError> {
    let sql = "INSERT INTO mentions (tenant_id, identifier_mac, location, row_key) VALUES ($1, $2, $3, $4)";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        mac.bytes().into(),
        LOCATION.into(),
        request_id.to_string().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The request no longer waits for its confirmation.
pub(in crate::privacy::intake) async fn forget_open(
    tx: &TenantTx,
    request_id: Uuid,
) -> Result<(), AppError> {
    let sql = "DELETE FROM mentions WHERE tenant_id = $1 AND location = $2 AND row_key = $3";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        LOCATION.into(),
        request_id.to_string().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

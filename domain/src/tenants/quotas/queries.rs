//! `quotas`, and the counts that they are held against.

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use sea_orm::Value;

use super::SetQuotas;
use crate::AppError;
use crate::db::TenantTx;

/// What the tenant's own row says; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct QuotaRow {
    pub scans_a_month: Option<i32>,
    pub assets: Option<i32>,
}

const COLUMNS: &str = "SELECT scans_a_month, assets FROM quotas WHERE tenant_id = $1";

/// The tenant's row.
pub(super) async fn find_quotas(tx: &TenantTx) -> Result<QuotaRow, AppError> {
    read(tx, COLUMNS.to_owned()).await
}

/// The tenant's row, made if it is missing, and locked: of two who make the last one, the second counts the first one's.
pub(super) async fn lock_quotas(tx: &TenantTx) -> Result<QuotaRow, AppError> {
    let now = tx.dialect().now(tx.now());
    let sql = format!(
        "INSERT INTO quotas (tenant_id, updated_at) VALUES ($1, {now}) ON CONFLICT (tenant_id) DO NOTHING"
    );
    tx.execute(sql, [tx.tenant_id().into()]).await?;
    read(tx, format!("{COLUMNS}{}", tx.dialect().for_update())).await
}

async fn read(tx: &TenantTx, sql: String) -> Result<QuotaRow, AppError> {
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let Some(row) = rows.first() else {
        return Ok(QuotaRow::default());
    };
    Ok(QuotaRow {
        scans_a_month: row.try_get("", "scans_a_month")?,
        assets: row.try_get("", "assets")?,
    })
}

/// Writes what is given; the rest stays.
pub(super) async fn set_quotas(tx: &TenantTx, input: &SetQuotas) -> Result<(), AppError> {
    let now = tx.dialect().now(tx.now());
    let sql = format!(
        "INSERT INTO quotas (tenant_id, scans_a_month, assets, updated_at) VALUES ($1, $2, $3, {now}) \
         ON CONFLICT (tenant_id) DO UPDATE SET \
         scans_a_month = COALESCE(excluded.scans_a_month, quotas.scans_a_month), \
         assets = COALESCE(excluded.assets, quotas.assets), updated_at = excluded.updated_at"
    );
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        input.scans_a_month.into(),
        input.assets.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes what is given of the tenant's share of the workers; the rest stays.
pub(super) async fn set_shares(tx: &TenantTx, input: &SetQuotas) -> Result<(), AppError> {
    let sql = "UPDATE tenants SET running_scans = COALESCE($2, running_scans), job_weight = COALESCE($3, job_weight) \
               WHERE id = $1";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        input.running_scans.into(),
        input.job_weight.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Scans since the first of this month.
pub(super) async fn count_scans_this_month(tx: &TenantTx) -> Result<i64, AppError> {
    let sql = "SELECT count(*) AS used FROM scans WHERE tenant_id = $1 AND created_at >= $2";
    count(
        tx,
        sql,
        vec![tx.tenant_id().into(), month_of(tx.now()).into()],
    )
    .await
}

/// Assets that were not deleted.
pub(super) async fn count_assets(tx: &TenantTx) -> Result<i64, AppError> {
    let sql = "SELECT count(*) AS used FROM assets WHERE tenant_id = $1 AND deleted_at IS NULL";
    count(tx, sql, vec![tx.tenant_id().into()]).await
}

async fn count(tx: &TenantTx, sql: &str, values: Vec<Value>) -> Result<i64, AppError> {
    let rows = tx.query(sql, values).await?;
    let row = rows
        .first()
        .ok_or_else(|| AppError::internal("a count without a row"))?;
    Ok(row.try_get("", "used")?)
}

/// The beginning of the month, in UTC.
fn month_of(now: DateTime<Utc>) -> DateTime<Utc> {
    let first = now.date_naive().with_day(1).unwrap_or_default();
    first.and_time(NaiveTime::MIN).and_utc()
}

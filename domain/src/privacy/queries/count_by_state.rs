//! Counts requests by state.

use sea_orm::ActiveEnum;
use xorb_entities::privacy::RequestState;

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::DataSubjectRequestCount;

/// One row for each state that has requests. A request is overdue while it is open after its `due_at`.
pub async fn count_by_state(tx: &TenantTx) -> Result<Vec<DataSubjectRequestCount>, AppError> {
    let sql = "SELECT state, COUNT(*) AS requests, \
                 COALESCE(SUM(CASE WHEN completed_at IS NULL AND due_at < $2 \
                   AND state NOT IN ('refused', 'withdrawn', 'expired_unverified', 'routed_to_controller') \
                   THEN 1 ELSE 0 END), 0) AS overdue \
               FROM data_subject_requests WHERE tenant_id = $1 GROUP BY state ORDER BY state";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), tx.now().into()])
        .await?;
    let count = |row: &sea_orm::QueryResult| {
        let state: String = row.try_get("", "state")?;
        Ok(DataSubjectRequestCount {
            state: RequestState::try_from_value(&state)?,
            count: row.try_get("", "requests")?,
            overdue: row.try_get("", "overdue")?,
        })
    };
    rows.iter().map(count).collect()
}

//! Writes what was looked at.

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_rows, rows_per_statement};
use crate::findings::Coverage;

const COLUMNS: usize = 7;

/// Stores the coverage of a step, each check at each location once. What a later step says of the same replaces it.
pub(crate) async fn upsert_coverage(
    tx: &TenantTx,
    scan_id: Uuid,
    step_id: Uuid,
    coverage: &[Coverage],
) -> Result<(), AppError> {
    for chunk in coverage.chunks(rows_per_statement(COLUMNS)) {
        let sql = format!(
            "INSERT INTO check_coverage (tenant_id, id, scan_id, step_id, check_id, location, outcome) VALUES {rows} \
             ON CONFLICT (tenant_id, scan_id, check_id, location) \
             DO UPDATE SET step_id = excluded.step_id, outcome = excluded.outcome",
            rows = placeholder_rows(chunk.len(), COLUMNS)
        );
        let values = chunk.iter().flat_map(|covered| -> [Value; COLUMNS] {
            [
                tx.tenant_id().into(),
                tx.new_id().into(),
                scan_id.into(),
                step_id.into(),
                covered.check_id.into(),
                covered.location.to_string().into(),
                covered.outcome.to_value().into(),
            ]
        });
        tx.execute(sql, values.collect::<Vec<_>>()).await?;
    }
    Ok(())
}

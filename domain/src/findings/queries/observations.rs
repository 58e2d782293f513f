//! Notes which scan saw which finding.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_rows, rows_per_statement};
use crate::findings::Sighting;

const COLUMNS: usize = 6;

/// An observation to be noted.
#[derive(Clone, Debug)]
pub(crate) struct NewObservation {
    /// What was seen.
    pub finding_id: Uuid,
    /// On what evidence.
    pub evidence: String,
}

/// Notes observations. A finding that two engines of one scan see keeps the evidence of the last.
pub(crate) async fn insert_observations(
    tx: &TenantTx,
    sighting: &Sighting<'_>,
    observations: Vec<NewObservation>,
) -> Result<(), AppError> {
    for chunk in observations.chunks(rows_per_statement(COLUMNS)) {
        let sql = format!(
            "INSERT INTO finding_observations (tenant_id, scan_id, finding_id, evidence, engine, observed_at) \
             VALUES {rows} ON CONFLICT (tenant_id, scan_id, finding_id) DO UPDATE SET \
             evidence = excluded.evidence, engine = excluded.engine, observed_at = excluded.observed_at",
            rows = placeholder_rows(0, chunk.len(), COLUMNS)
        );
        let values = chunk.iter().flat_map(|seen| -> [Value; COLUMNS] {
            [
                tx.tenant_id().into(),
                sighting.scan_id.into(),
                seen.finding_id.into(),
                seen.evidence.clone().into(),
                sighting.engine.into(),
                sighting.at.into(),
            ]
        });
        tx.execute(sql, values.collect::<Vec<_>>()).await?;
    }
    Ok(())
}

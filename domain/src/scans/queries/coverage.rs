//! Writes what was looked at.

use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_rows, rows_per_statement};
use crate::findings::Coverage;
use crate::privacy::erasure::LateTexts;
use crate::privacy::mentions::{self, IndexedRow, Mentioned};

const COLUMNS: usize = 7;

/// Stores the coverage of a step, each check at each location once. What a later step says of the same replaces it.
pub(crate) async fn upsert_coverage(
    tx: &TenantTx,
    scan_id: Uuid,
    step_id: Uuid,
    coverage: &[Coverage],
) -> Result<(), AppError> {
    let coverage = in_text(tx, scan_id, coverage).await?;
    for chunk in coverage.chunks(rows_per_statement(COLUMNS)) {
        let sql = format!(
            "INSERT INTO check_coverage (tenant_id, id, scan_id, step_id, check_id, location, outcome) VALUES {rows} \
             ON CONFLICT (tenant_id, scan_id, check_id, location) \
             DO UPDATE SET step_id = excluded.step_id, outcome = excluded.outcome RETURNING id, location",
            rows = placeholder_rows(0, chunk.len(), COLUMNS)
        );
        let values = chunk
            .iter()
            .flat_map(|(covered, location)| -> [Value; COLUMNS] {
                [
                    tx.tenant_id().into(),
                    tx.new_id().into(),
                    scan_id.into(),
                    step_id.into(),
                    covered.check_id.into(),
                    location.as_str().into(),
                    covered.outcome.to_value().into(),
                ]
            });
        let stored = tx.query(sql, values.collect::<Vec<_>>()).await?;
        index_locations(tx, &stored).await?;
    }
    Ok(())
}

/// The locations as they are stored. One in which an erased person was may be no other's.
async fn in_text<'a>(
    tx: &TenantTx,
    scan_id: Uuid,
    coverage: &'a [Coverage],
) -> Result<Vec<(&'a Coverage, String)>, AppError> {
    let late = LateTexts::of_scan(tx, scan_id).await?;
    let mut texts = Vec::with_capacity(coverage.len());
    for (index, covered) in coverage.iter().enumerate() {
        let text = covered.location.to_string();
        let clean = late.clean(tx, text.clone()).await?;
        let is_same = clean == text;
        texts.push((
            covered,
            if is_same {
                text
            } else {
                format!("{clean}#{index}")
            },
        ));
    }
    Ok(texts)
}

/// The id may be that of a row which was there before: its location, and with it its index, is the same.
async fn index_locations(tx: &TenantTx, stored: &[QueryResult]) -> Result<(), AppError> {
    let mut rows = Vec::new();
    for row in stored {
        let location: String = row.try_get("", "location")?;
        let mentioned = Mentioned::by([location.as_str()]);
        if !mentioned.is_empty() {
            rows.push(IndexedRow::new(row.try_get::<Uuid>("", "id")?, mentioned));
        }
    }
    mentions::index_new_rows(tx, mentions::CHECK_COVERAGE, rows).await
}

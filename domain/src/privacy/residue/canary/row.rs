//! A canary's row of any table, generated from what the database says about the table.

use sea_orm::Value;
use uuid::Uuid;

use super::Canary;
use super::sample::{filler, with_canary};
use crate::AppError;
use crate::crypto::{seal_for_subject, seal_for_tenant};
use crate::db::catalog::CatalogColumn;
use crate::db::placeholder_list;
use crate::privacy::residue::tables::{Access, TablePlan, TextColumn};

/// Writes a row with the canary in every column that can hold it. In how many that is. `id`: of the row, and whatever else it
/// refers to.
pub(super) async fn plant_row(
    access: Access<'_>,
    canary: &Canary,
    table: &TablePlan,
    id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<usize, AppError> {
    let mut names = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut planted = 0;
    for (n, column) in table.catalog.columns.iter().enumerate() {
        let text = table.columns.iter().find(|text| text.name == column.name);
        let value = match text {
            Some(text) => {
                planted += 1;
                let is_key = table.catalog.primary_key.contains(&text.name);
                Some(match text.place {
                    Some(_) => seal(access, canary, text, id, column.nullable).await?,
                    None => with_canary(canary, text, n, is_key),
                })
            }
            None => plain(canary, table, column, id, now),
        };
        if let Some(value) = value {
            names.push(format!("\"{}\"", column.name));
            values.push(value);
        }
    }
    let sql = format!(
        "INSERT INTO \"{}\" ({}) VALUES ({})",
        table.name,
        names.join(", "),
        placeholder_list(0, values.len())
    );
    access.execute(sql, values).await?;
    Ok(planted)
}

fn plain(
    canary: &Canary,
    table: &TablePlan,
    column: &CatalogColumn,
    id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<Value> {
    if column.name == "tenant_id" {
        return Some(canary.id.into());
    }
    filler(
        column.kind,
        id,
        now,
        table.catalog.permitted.get(&column.name),
    )
}

/// Sealed as such columns are: where there must be a person, with the person's key; otherwise with the tenant's.
async fn seal(
    access: Access<'_>,
    canary: &Canary,
    column: &TextColumn,
    row_id: Uuid,
    is_for_tenant: bool,
) -> Result<Value, AppError> {
    let (Access::Tenant(tx), Some(place)) = (access, column.place) else {
        return Err(AppError::internal("a ciphertext that belongs to no tenant"));
    };
    let text = canary.address().as_bytes();
    let sealed = if is_for_tenant {
        seal_for_tenant(tx, place, row_id, text).await?
    } else {
        seal_for_subject(tx, canary.id, place, row_id, text).await?
    };
    Ok(sealed.into())
}

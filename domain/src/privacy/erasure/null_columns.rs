//! Takes a person out of rows that stay.

use super::delete_rows::rows;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::People;
use crate::privacy::plan::{Nulled, TableActions, condition};

/// Nulls columns in up to `limit` rows. How many there were.
///
/// # Errors
/// As the database says.
pub(super) async fn null_columns(
    tx: &TenantTx,
    table: &TableActions,
    nulled: &Nulled,
    people: &People,
    limit: usize,
) -> Result<usize, AppError> {
    let Some(about) = condition(tx.dialect(), tx.tenant_id(), nulled.link, &people.subjects)?
    else {
        return Ok(0);
    };
    let about = about.where_set(table, &nulled.columns, &people.requests);
    let nulls: Vec<String> = nulled
        .columns
        .iter()
        .map(|column| format!("{column} = NULL"))
        .collect();
    let sql = format!(
        "UPDATE {name} SET {nulls} WHERE tenant_id = $1 AND {key} IN \
         (SELECT {columns} FROM {name} WHERE tenant_id = $1 AND {about} LIMIT {limit})",
        name = table.table,
        nulls = nulls.join(", "),
        key = table.key_sql(),
        columns = table.key.join(", "),
        about = about.sql,
    );
    rows(tx.execute(sql, about.values).await?)
}

//! Deletes rows about a person, or sealed documents about others that mention the person, at most so many at once.

use sea_orm::Value;

use super::row_key::is_one_of;
use super::sealed_mentions::sealed_mentions;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::People;
use crate::privacy::mentions::{forget_rows, mentioned_rows};
use crate::privacy::plan::{TableActions, condition};

/// Deletes up to `limit` rows that `table` has about the person. How many there were.
///
/// # Errors
/// As the database says.
pub(super) async fn delete_rows(
    tx: &TenantTx,
    table: &TableActions,
    people: &People,
    limit: usize,
) -> Result<usize, AppError> {
    let Some(link) = table.delete else {
        return Ok(0);
    };
    let Some(about) = condition(tx.dialect(), tx.tenant_id(), link, &people.subjects)? else {
        return Ok(0);
    };
    let sql = format!(
        "DELETE FROM {name} WHERE tenant_id = $1 AND {key} IN \
         (SELECT {columns} FROM {name} WHERE tenant_id = $1 AND {about} LIMIT {limit})",
        name = table.table,
        key = table.key_sql(),
        columns = table.key.join(", "),
        about = about.sql,
    );
    rows(tx.execute(sql, about.values).await?)
}

/// Deletes those of up to `limit` sealed documents about others in which the person is mentioned. Those that were
/// looked into, and those that went.
///
/// # Errors
/// As the database says.
pub(super) async fn delete_mentioning(
    tx: &TenantTx,
    table: &TableActions,
    people: &People,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<String>, Vec<String>), AppError> {
    let Some(column) = table.sealed else {
        return Ok((Vec::new(), Vec::new()));
    };
    let keys = mentioned_rows(tx, table.table, &people.identifiers, after, limit).await?;
    let mentioning = sealed_mentions(tx, table, column, &keys, &people.identifiers).await?;
    delete_keys(tx, table, &mentioning).await?;
    Ok((keys, mentioning))
}

/// Deletes these rows, and what the index knows of them.
///
/// # Errors
/// As the database says.
pub(super) async fn delete_keys(
    tx: &TenantTx,
    table: &TableActions,
    keys: &[String],
) -> Result<(), AppError> {
    if keys.is_empty() {
        return Ok(());
    }
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let these = is_one_of(table, keys, &mut values)?;
    let sql = format!(
        "DELETE FROM {} WHERE tenant_id = $1 AND {these}",
        table.table
    );
    tx.execute(sql, values).await?;
    forget_rows(tx, table.table, keys).await
}

pub(super) fn rows(changed: u64) -> Result<usize, AppError> {
    usize::try_from(changed).map_err(AppError::internal)
}

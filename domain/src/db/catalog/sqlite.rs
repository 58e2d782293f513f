//! SQLite's catalogue, from its pragmas; what its few types do not say stands in the CHECKs of the tables' text.

use std::collections::BTreeMap;

use super::table::{CatalogColumn, CatalogTable, ColumnKind, quoted};
use crate::AppError;
use crate::db::TenantTx;

type Tables = BTreeMap<String, CatalogTable>;

const OURS: &str =
    "m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'seaql_migrations'";

pub(super) async fn read(tx: &TenantTx) -> Result<Tables, AppError> {
    let checks = checks(tx).await?;
    let mut tables = Tables::new();
    columns(tx, &checks, &mut tables).await?;
    references(tx, &mut tables).await?;
    Ok(tables)
}

async fn checks(tx: &TenantTx) -> Result<BTreeMap<String, String>, AppError> {
    let sql = format!("SELECT m.name, m.sql FROM sqlite_master m WHERE {OURS}");
    let mut texts = BTreeMap::new();
    for row in tx.query(sql, []).await? {
        texts.insert(row.try_get("", "name")?, row.try_get("", "sql")?);
    }
    Ok(texts)
}

async fn columns(
    tx: &TenantTx,
    texts: &BTreeMap<String, String>,
    tables: &mut Tables,
) -> Result<(), AppError> {
    let sql = format!(
        "SELECT m.name AS \"table\", p.name AS \"column\", upper(p.type) AS kind, p.\"notnull\" = 0 AS nullable, \
           CAST(p.pk AS INTEGER) AS place \
         FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE {OURS} ORDER BY m.name, p.cid"
    );
    let mut keys: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    for row in tx.query(sql, []).await? {
        let (name, column): (String, String) =
            (row.try_get("", "table")?, row.try_get("", "column")?);
        let text = texts.get(&name).map(String::as_str).unwrap_or_default();
        let kind: String = row.try_get("", "kind")?;
        let place: i64 = row.try_get("", "place")?;
        if place > 0 {
            let key = keys.entry(name.clone()).or_default();
            key.insert(place, column.clone());
        }
        let table = tables.entry(name).or_default();
        table.is_open_to_tenants = true;
        let words = permitted(text, &column);
        if !words.is_empty() {
            table.permitted.insert(column.clone(), words);
        }
        table.columns.push(CatalogColumn {
            kind: kind_of(&kind, text, &column),
            name: column,
            nullable: row.try_get("", "nullable")?,
        });
    }
    for (name, key) in keys {
        tables.entry(name).or_default().primary_key = key.into_values().collect();
    }
    Ok(())
}

fn kind_of(kind: &str, text: &str, column: &str) -> ColumnKind {
    let has_check = |check: String| text.contains(&check);
    match kind {
        "TEXT" if has_check(format!("CHECK (json_valid({column}))")) => ColumnKind::Json,
        "TEXT" if has_check(format!("CHECK ({column} GLOB '????-??-??T")) => ColumnKind::Time,
        "TEXT" => ColumnKind::Text,
        "BLOB" => ColumnKind::Bytes,
        "INTEGER" if has_check(format!("CHECK ({column} IN (0, 1))")) => ColumnKind::Bool,
        "INTEGER" => ColumnKind::Big,
        "REAL" => ColumnKind::Float,
        _ => ColumnKind::Other,
    }
}

/// The words of `CHECK (column IN ('a', 'b'))`.
fn permitted(text: &str, column: &str) -> Vec<String> {
    let check = format!("CHECK ({column} IN (");
    let list = text
        .split_once(&check)
        .and_then(|(_, rest)| rest.split(')').next());
    quoted(list.unwrap_or_default())
}

async fn references(tx: &TenantTx, tables: &mut Tables) -> Result<(), AppError> {
    let sql = format!(
        "SELECT m.name AS \"table\", f.\"table\" AS target \
         FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE {OURS}"
    );
    for row in tx.query(sql, []).await? {
        let (name, target): (String, String) =
            (row.try_get("", "table")?, row.try_get("", "target")?);
        if name != target {
            tables.entry(name).or_default().refers_to.insert(target);
        }
    }
    Ok(())
}

//! PostgreSQL's catalogue, from `pg_catalog`.

use std::collections::BTreeMap;

use super::table::{CatalogColumn, CatalogTable, ColumnKind, quoted};
use crate::AppError;
use crate::db::TenantTx;

type Tables = BTreeMap<String, CatalogTable>;

const OURS: &str = "t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') \
    AND t.relname <> 'seaql_migrations'";

pub(super) async fn read(tx: &TenantTx) -> Result<Tables, AppError> {
    let mut tables = Tables::new();
    columns(tx, &mut tables).await?;
    primary_keys(tx, &mut tables).await?;
    references(tx, &mut tables).await?;
    checks(tx, &mut tables).await?;
    Ok(tables)
}

async fn columns(tx: &TenantTx, tables: &mut Tables) -> Result<(), AppError> {
    let sql = format!(
        "SELECT t.relname::text AS name, a.attname::text AS \"column\", format_type(a.atttypid, a.atttypmod) AS kind, \
           NOT a.attnotnull AS nullable, has_table_privilege(t.oid, 'SELECT') AS is_open \
         FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid \
         WHERE {OURS} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY t.relname, a.attnum"
    );
    for row in tx.query(sql, []).await? {
        let table: &mut CatalogTable = tables.entry(row.try_get("", "name")?).or_default();
        table.is_open_to_tenants = row.try_get("", "is_open")?;
        let kind: String = row.try_get("", "kind")?;
        table.columns.push(CatalogColumn {
            name: row.try_get("", "column")?,
            kind: kind_of(&kind),
            nullable: row.try_get("", "nullable")?,
        });
    }
    Ok(())
}

fn kind_of(kind: &str) -> ColumnKind {
    match kind {
        "uuid" => ColumnKind::Uuid,
        "text" => ColumnKind::Text,
        "jsonb" => ColumnKind::Json,
        "bytea" => ColumnKind::Bytes,
        "timestamp with time zone" => ColumnKind::Time,
        "integer" => ColumnKind::Int,
        "bigint" => ColumnKind::Big,
        "boolean" => ColumnKind::Bool,
        "double precision" => ColumnKind::Float,
        _ => ColumnKind::Other,
    }
}

async fn primary_keys(tx: &TenantTx, tables: &mut Tables) -> Result<(), AppError> {
    let sql = format!(
        "SELECT t.relname::text AS name, a.attname::text AS \"column\" FROM pg_class t \
         JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary \
         CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place) \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum WHERE {OURS} ORDER BY t.relname, k.place"
    );
    for row in tx.query(sql, []).await? {
        let table: &mut CatalogTable = tables.entry(row.try_get("", "name")?).or_default();
        table.primary_key.push(row.try_get("", "column")?);
    }
    Ok(())
}

async fn references(tx: &TenantTx, tables: &mut Tables) -> Result<(), AppError> {
    let sql = format!(
        "SELECT t.relname::text AS name, target.relname::text AS target FROM pg_class t \
         JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' \
         JOIN pg_class target ON target.oid = c.confrelid WHERE {OURS} AND target.oid <> t.oid"
    );
    for row in tx.query(sql, []).await? {
        let table: &mut CatalogTable = tables.entry(row.try_get("", "name")?).or_default();
        table.refers_to.insert(row.try_get("", "target")?);
    }
    Ok(())
}

async fn checks(tx: &TenantTx, tables: &mut Tables) -> Result<(), AppError> {
    let sql = format!(
        "SELECT t.relname::text AS name, a.attname::text AS \"column\", pg_get_constraintdef(c.oid) AS definition \
         FROM pg_class t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'c' AND cardinality(c.conkey) = 1 \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] WHERE {OURS}"
    );
    for row in tx.query(sql, []).await? {
        let table: &mut CatalogTable = tables.entry(row.try_get("", "name")?).or_default();
        let definition: String = row.try_get("", "definition")?;
        let words = quoted(&definition);
        if !words.is_empty() {
            table.permitted.insert(row.try_get("", "column")?, words);
        }
    }
    Ok(())
}

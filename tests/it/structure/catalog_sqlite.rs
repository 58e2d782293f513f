//! SQLite's catalog, read from its pragmas, and the CHECKs from the text of the tables.

use sea_orm::DatabaseConnection;
use std::collections::BTreeMap;

use super::catalog::{Catalog, Column, ForeignKey, list, quoted, rows, text};

/// Our own tables, as `m`.
const OURS: &str =
    "m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'seaql_migrations'";

pub async fn read(db: &DatabaseConnection) -> Catalog {
    let mut catalog = Catalog::default();
    read_columns(db, &mut catalog).await;
    read_indexes(db, &mut catalog).await;
    read_foreign_keys(db, &mut catalog).await;
    read_checks(db, &mut catalog).await;
    read_triggers(db, &mut catalog).await;
    catalog
}

async fn read_columns(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT m.name AS \"table\", p.name, lower(p.type) AS kind, p.\"notnull\" = 0 AS nullable, p.pk
        FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE {OURS} ORDER BY m.name, p.pk"
    );
    for row in rows(db, &sql).await {
        let column = Column {
            kind: text(&row, "kind"),
            nullable: row.try_get("", "nullable").unwrap(),
        };
        let table = catalog.table(text(&row, "table"));
        if row.try_get::<i64>("", "pk").unwrap() > 0 {
            table.primary_key.push(text(&row, "name"));
        }
        table.columns.insert(text(&row, "name"), column);
    }
}

async fn read_indexes(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT m.name AS \"table\", l.name, (SELECT group_concat(name) FROM
            (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)) AS columns
        FROM sqlite_master m JOIN pragma_index_list(m.name) l WHERE {OURS}"
    );
    for row in rows(db, &sql).await {
        let table = catalog.table(text(&row, "table"));
        table
            .indexes
            .insert(text(&row, "name"), list(&row, "columns"));
    }
}

async fn read_foreign_keys(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT m.name AS \"table\", f.id, f.\"table\" AS target, f.\"from\", f.\"to\"
        FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE {OURS} ORDER BY m.name, f.id, f.seq"
    );
    let mut found: BTreeMap<(String, i64), ForeignKey> = BTreeMap::new();
    for row in rows(db, &sql).await {
        let key = (text(&row, "table"), row.try_get("", "id").unwrap());
        let foreign_key = found.entry(key).or_insert_with(|| ForeignKey {
            columns: Vec::new(),
            table: text(&row, "target"),
            references: Vec::new(),
        });
        foreign_key.columns.push(text(&row, "from"));
        foreign_key.references.push(text(&row, "to"));
    }
    for ((table, _), foreign_key) in found {
        catalog.table(table).foreign_keys.insert(foreign_key);
    }
}

async fn read_checks(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!("SELECT m.name, m.sql FROM sqlite_master m WHERE {OURS}");
    for row in rows(db, &sql).await {
        let table = catalog.table(text(&row, "name"));
        for check in text(&row, "sql").split("CHECK (").skip(1) {
            let Some((column, values)) = check.split_once(" IN (") else {
                continue;
            };
            let permitted = quoted(values.split(')').next().unwrap());
            if !permitted.is_empty() && !column.contains(char::is_whitespace) {
                table.permitted.insert(column.to_owned(), permitted);
            }
        }
    }
}

async fn read_triggers(db: &DatabaseConnection, catalog: &mut Catalog) {
    for row in rows(
        db,
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    )
    .await
    {
        let table = catalog.table(text(&row, "tbl_name"));
        table.triggers.insert(text(&row, "name"));
    }
}

//! The texts that a redaction must keep unique are those that stand in a unique index of the database.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use xorb_domain::privacy::plan::UNIQUE_TEXTS;
use xorb_entities::map::{self, Erase};

use crate::on_both_databases;
use crate::schema::migrated_database::MigratedDatabase;

/// Table and column of everything that stands in a unique index, whatever else stands in it.
async fn unique_columns(db: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT m.name AS place, i.name AS part FROM sqlite_schema m JOIN pragma_index_list(m.name) l \
             JOIN pragma_index_info(l.name) i WHERE m.type = 'table' AND l.\"unique\" = 1 AND i.name IS NOT NULL"
        }
        _ => {
            "SELECT c.relname::text AS place, a.attname::text AS part FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (x.indkey::int2[]) \
             WHERE x.indisunique AND c.relnamespace = current_schema()::regnamespace"
        }
    };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    let pair = |row: &sea_orm::QueryResult| {
        (
            row.try_get("", "place").unwrap(),
            row.try_get("", "part").unwrap(),
        )
    };
    rows.iter().map(pair).collect()
}

/// Those of them from which mentions are cut.
async fn unique_texts(db: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let redacted: BTreeSet<(String, String)> = map::tables()
        .iter()
        .flat_map(map::TableMap::columns)
        .filter(|column| column.erase == Erase::RedactMentions)
        .map(|column| (column.table.to_owned(), column.column.to_owned()))
        .collect();
    let unique = unique_columns(db).await;
    unique.intersection(&redacted).cloned().collect()
}

fn known() -> BTreeSet<(String, String)> {
    let pairs = UNIQUE_TEXTS.into_iter();
    pairs
        .map(|(table, column)| (table.to_owned(), column.to_owned()))
        .collect()
}

on_both_databases! {
    async fn a_text_that_must_stay_unique_is_known_to_the_redaction(database: &MigratedDatabase) {
        assert_eq!(unique_texts(&database.owner).await, known());
    }

    async fn a_new_unique_index_on_a_text_is_noticed(database: &MigratedDatabase) {
        let sql = "CREATE UNIQUE INDEX scratch ON findings (tenant_id, id, title)";
        database.owner.execute_unprepared(sql).await.unwrap();
        assert_ne!(unique_texts(&database.owner).await, known());
    }
}

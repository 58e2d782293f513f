//! What a migrated database says about itself, in one shape for both databases, so that one gate can judge either.
//!
//! sea-orm's own table of applied migrations is left out: it is the migrator's, holds names of migrations and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};

use super::{catalog_postgres, catalog_sqlite};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    pub tables: BTreeMap<String, Table>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub columns: BTreeMap<String, Column>,
    pub primary_key: Vec<String>,
    pub foreign_keys: BTreeSet<ForeignKey>,
    /// Columns of each index in order, by the index's name; the primary key and unique constraints are among them.
    pub indexes: BTreeMap<String, Vec<String>>,
    pub triggers: BTreeSet<String>,
    /// The texts that a CHECK lets into a column.
    pub permitted: BTreeMap<String, BTreeSet<String>>,
    pub wall: Wall,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The type as the database names it, in lower case.
    pub kind: String,
    pub nullable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub table: String,
    pub references: Vec<String>,
}

/// Row-level security of a table; SQLite has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wall {
    pub enabled: bool,
    pub forced: bool,
    /// `USING` and `WITH CHECK` of each policy, by its name.
    pub policies: BTreeMap<String, (String, String)>,
}

impl Catalog {
    pub async fn read(db: &DatabaseConnection) -> Self {
        match db.get_database_backend() {
            DbBackend::Sqlite => catalog_sqlite::read(db).await,
            _ => catalog_postgres::read(db).await,
        }
    }

    /// The table of that name, made if it is new: the order in which facts are read does not matter.
    pub(super) fn table(&mut self, name: String) -> &mut Table {
        self.tables.entry(name).or_default()
    }
}

pub(super) async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await.unwrap()
}

pub(super) fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).unwrap()
}

/// A list that SQL put together with commas.
pub(super) fn list(row: &QueryResult, column: &str) -> Vec<String> {
    text(row, column).split(',').map(str::to_owned).collect()
}

/// The texts in single quotes, in order.
pub(super) fn quoted(sql: &str) -> BTreeSet<String> {
    sql.split('\'')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

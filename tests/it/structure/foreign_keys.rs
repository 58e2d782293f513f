//! Every foreign key has an index: without one, each deletion of a parent reads the whole child table.

use super::catalog::{Catalog, ForeignKey, Table};
use crate::on_both_databases;
use crate::schema::migrated_database::{MigratedDatabase, execute};

/// Never met, never looked up: it only refuses a commit.
const NOT_LOOKED_UP: (&str, &str) = ("erasure_passes", "erasure_passes");

/// Foreign keys that no index begins with, whatever the order of their columns.
pub fn unindexed(catalog: &Catalog) -> Vec<String> {
    let of_table = |(name, table): (&String, &Table)| {
        let keys = table.foreign_keys.iter();
        keys.filter(|key| {
            (name.as_str(), key.table.as_str()) != NOT_LOOKED_UP && !is_indexed(key, table)
        })
        .map(|key| format!("{name}: no index begins with {}", key.columns.join(", ")))
        .collect::<Vec<_>>()
    };
    catalog.tables.iter().flat_map(of_table).collect()
}

fn is_indexed(key: &ForeignKey, table: &Table) -> bool {
    let mut indexes = table.indexes.values().chain([&table.primary_key]);
    indexes.any(|columns| {
        let beginning = columns.iter().take(key.columns.len());
        columns.len() >= key.columns.len()
            && beginning
                .into_iter()
                .all(|column| key.columns.contains(column))
    })
}

on_both_databases! {
    async fn every_foreign_key_has_an_index(database: &MigratedDatabase) {
        let catalog = Catalog::read(&database.owner).await;
        assert_eq!(unindexed(&catalog), Vec::<String>::new());
    }

    async fn a_foreign_key_without_index_fails_the_gate(database: &MigratedDatabase) {
        execute(&database.owner, "DROP INDEX findings_scan", []).await.unwrap();
        let catalog = Catalog::read(&database.owner).await;
        assert_eq!(unindexed(&catalog), ["findings: no index begins with tenant_id, scan_id"]);
    }
}

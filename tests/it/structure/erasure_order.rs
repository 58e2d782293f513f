//! The order in which an erasure goes through the tables fits the foreign keys of both databases.

use xorb_domain::privacy::plan::{REFERENCES, erasure_order};
use xorb_entities::map::{self, RowErasure};

use super::catalog::Catalog;
use crate::on_both_databases;
use crate::schema::migrated_database::MigratedDatabase;

/// Whether rows of this table go with a person, in a task of their own.
fn is_deleted(table: &str) -> bool {
    let is_deleted =
        |known: &map::TableMap| known.table == table && known.rows == RowErasure::Delete;
    erasure_order().contains(&table) && map::tables().iter().any(is_deleted)
}

/// Foreign keys that lead from one table to another whose rows are deleted.
fn references(catalog: &Catalog) -> Vec<(String, String)> {
    let of_table = |(name, table): (&String, &super::catalog::Table)| {
        let targets = table.foreign_keys.iter().map(|key| key.table.clone());
        let deleted = targets.filter(|target| is_deleted(target) && target != name);
        deleted
            .map(|target| (name.clone(), target))
            .collect::<Vec<_>>()
    };
    catalog.tables.iter().flat_map(of_table).collect()
}

on_both_databases! {
    async fn what_refers_to_a_persons_row_goes_before_it(database: &MigratedDatabase) {
        let found = references(&Catalog::read(&database.owner).await);
        let position = |table: &str| erasure_order().iter().position(|known| *known == table);
        for (child, parent) in &found {
            let (child_at, parent_at) = (position(child), position(parent));
            assert!(child_at.is_some() && child_at < parent_at, "{child} must be erased before {parent}: see REFERENCES");
        }
        for (child, parent) in REFERENCES {
            let is_there = found.iter().any(|known| *known == (child.to_owned(), parent.to_owned()));
            assert!(is_there, "{child} does not refer to {parent}: take it off REFERENCES");
        }
    }
}

//! Every column that links a row to a person has an index, so that erasure finds the rows, and a fence, so that none comes
//! late.

use sea_orm::ConnectionTrait;

use super::catalog::{Catalog, Table};
use crate::on_both_databases;
use crate::schema::migrated_database::MigratedDatabase;

/// Tables with a `subject_id` and no fence, and why.
pub const NO_FENCE: [(&str, &str); 2] = [
    (
        "data_subject_requests",
        "the request that erases a person goes on behind the fence",
    ),
    ("erasure_passes", "it is what opens the fence"),
];

/// Links without an index, a fence, or a person at the end.
pub fn loose_links(catalog: &Catalog) -> Vec<String> {
    let linked = catalog
        .tables
        .iter()
        .filter(|(_, table)| table.columns.contains_key("subject_id"));
    linked
        .flat_map(|(name, table)| loose_links_of(name, table))
        .collect()
}

fn loose_links_of(name: &str, table: &Table) -> Vec<String> {
    let key = ["tenant_id", "subject_id"];
    let has_index = table
        .indexes
        .values()
        .any(|columns| columns.starts_with(&key.map(str::to_owned)));
    let has_person = table
        .foreign_keys
        .iter()
        .any(|foreign| foreign.columns == key && foreign.table == "data_subjects");
    let is_exempt = NO_FENCE.iter().any(|(table, _)| *table == name);
    let is_fenced = table.triggers.contains(&format!("{name}_subject_fence"))
        || ["insert", "update"].iter().all(|event| {
            table
                .triggers
                .contains(&format!("{name}_subject_fence_{event}"))
        });
    [
        (!has_index, "no index leads to the rows of a person"),
        (!has_person, "subject_id refers to no data subject"),
        (!is_exempt && !is_fenced, "no fence"),
        (is_exempt && is_fenced, "a fence where there must be none"),
    ]
    .into_iter()
    .filter(|(is_loose, _)| *is_loose)
    .map(|(_, problem)| format!("{name}: {problem}"))
    .collect()
}

on_both_databases! {
    async fn every_link_to_a_person_is_indexed_and_fenced(database: &MigratedDatabase) {
        let catalog = Catalog::read(&database.owner).await;
        assert_eq!(loose_links(&catalog), Vec::<String>::new());
        for (table, _) in NO_FENCE {
            assert!(catalog.tables[table].columns.contains_key("subject_id"), "{table}: take it off the list");
        }
    }

    async fn a_link_without_index_and_fence_fails_the_gate(database: &MigratedDatabase) {
        let fence = if database.is_postgres() { "DROP TRIGGER assets_subject_fence ON assets" } else { "DROP TRIGGER assets_subject_fence_update" };
        let scratch = format!("{fence}; DROP INDEX assets_subject");
        database.owner.execute_unprepared(&scratch).await.unwrap();
        let found = loose_links(&Catalog::read(&database.owner).await);
        assert_eq!(found, ["assets: no index leads to the rows of a person", "assets: no fence"]);
    }
}

//! The models are equal to the migrated schema on both databases: tables, keys, columns, nullability, types, and the words
//! that a CHECK lets in.

use std::collections::BTreeSet;

use sea_orm::{ColumnType, ConnectionTrait};
use xorb_entities::tables::{self, Table};

use super::catalog::{self, Catalog};
use super::enums::{self, Enumerated};
use crate::on_both_databases;
use crate::schema::migrated_database::MigratedDatabase;

/// Every difference between the models and what a database has.
pub fn differences(models: &[Table], catalog: &Catalog) -> Vec<String> {
    let mut found = Vec::new();
    let names: BTreeSet<_> = models.iter().map(|model| model.name).collect();
    let unmodelled = catalog
        .tables
        .keys()
        .filter(|name| !names.contains(name.as_str()));
    found.extend(unmodelled.map(|name| format!("{name} has no model")));
    for model in models {
        match catalog.tables.get(model.name) {
            Some(table) => found.extend(differences_of(model, table)),
            None => found.push(format!("{} exists as a model only", model.name)),
        }
    }
    found
}

fn differences_of(model: &Table, table: &catalog::Table) -> Vec<String> {
    let mut found = Vec::new();
    let names: BTreeSet<_> = model.columns.iter().map(|column| column.name).collect();
    let missing = table
        .columns
        .keys()
        .filter(|name| !names.contains(name.as_str()));
    found.extend(missing.map(|name| format!("{}.{name} is not in the model", model.name)));
    // SQLite does not tell in which order a key was declared, so the two orders are compared as sets.
    let (declared, actual): (BTreeSet<_>, BTreeSet<_>) = (
        model.primary_key.iter().copied().collect(),
        table.primary_key.iter().map(String::as_str).collect(),
    );
    if declared != actual {
        found.push(format!(
            "{}: primary key {declared:?}, not {actual:?}",
            model.name
        ));
    }
    for column in &model.columns {
        let place = format!("{}.{}", model.name, column.name);
        let Some(actual) = table.columns.get(column.name) else {
            found.push(format!("{place} exists in the model only"));
            continue;
        };
        if !kinds(&column.kind).contains(&actual.kind.as_str()) {
            found.push(format!(
                "{place} is {:?} in the model and {} in the database",
                column.kind, actual.kind
            ));
        }
        if column.nullable != actual.nullable {
            found.push(format!(
                "{place} may be null in one of model and database only"
            ));
        }
    }
    found
}

/// The database types that hold a model's type: PostgreSQL's, then SQLite's.
fn kinds(kind: &ColumnType) -> &'static [&'static str] {
    match kind {
        ColumnType::Uuid => &["uuid", "blob"],
        ColumnType::String(_) | ColumnType::Text => &["text"],
        ColumnType::TimestampWithTimeZone => &["timestamp with time zone", "text"],
        ColumnType::VarBinary(_) | ColumnType::Blob => &["bytea", "blob"],
        ColumnType::Integer => &["integer"],
        ColumnType::BigInteger => &["bigint", "integer"],
        ColumnType::Boolean => &["boolean", "integer"],
        ColumnType::JsonBinary => &["jsonb", "text"],
        ColumnType::Double => &["double precision", "real"],
        _ => &[],
    }
}

/// Every difference between the enums and the CHECKs.
pub fn enum_differences(enums: &[Enumerated], catalog: &Catalog) -> Vec<String> {
    let mut found = Vec::new();
    for (name, table) in &catalog.tables {
        for column in table.permitted.keys() {
            let is_listed = enums
                .iter()
                .any(|of| of.table == name && of.column == column);
            if !is_listed {
                found.push(format!("{name}.{column} has a CHECK and no enum"));
            }
        }
    }
    for of in enums {
        let permitted = catalog.tables[of.table].permitted.get(of.column);
        if permitted != Some(&of.words) {
            found.push(format!(
                "{}.{}: {:?} in the model, {permitted:?} in the CHECK",
                of.table, of.column, of.words
            ));
        }
    }
    found
}

on_both_databases! {
    async fn the_models_are_equal_to_the_migrated_schema(database: &MigratedDatabase) {
        let catalog = Catalog::read(&database.owner).await;
        assert_eq!(differences(&tables::all(), &catalog), Vec::<String>::new());
    }

    async fn a_column_that_the_model_lacks_is_found(database: &MigratedDatabase) {
        let scratch = "ALTER TABLE scans ADD COLUMN scratch text; ALTER TABLE scans DROP COLUMN finished_at";
        database.owner.execute_unprepared(scratch).await.unwrap();
        let catalog = Catalog::read(&database.owner).await;
        let found = differences(&tables::all(), &catalog);
        assert_eq!(found, ["scans.scratch is not in the model", "scans.finished_at exists in the model only"]);
    }

    async fn every_check_lists_the_words_of_its_enum(database: &MigratedDatabase) {
        let catalog = Catalog::read(&database.owner).await;
        assert_eq!(enum_differences(&enums::all(), &catalog), Vec::<String>::new());
    }
}

#[test]
fn every_text_column_of_an_enum_type_is_listed() {
    // A model's own text is ColumnType::String; only an enum says ColumnType::Text.
    let enumerated = tables::all().into_iter().flat_map(|table| {
        let columns = table
            .columns
            .into_iter()
            .filter(|column| column.kind == ColumnType::Text);
        columns.map(move |column| (table.name, column.name))
    });
    let listed: BTreeSet<_> = enums::all()
        .iter()
        .map(|of| (of.table, of.column))
        .collect();
    assert_eq!(enumerated.collect::<BTreeSet<_>>(), listed);
}

//! What is to be read of each table. The database's catalogue decides; the data map only says in which form a column is
//! stored. What one of them has and the other lacks makes the scan void.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::ColumnType;
use xorb_entities::map::{self, Classified, Form};
use xorb_entities::tables;

use crate::crypto::Place;
use crate::db::catalog::{CatalogColumn, CatalogTable, ColumnKind};

/// Whose rows a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::privacy::residue) enum Owner {
    /// A tenant's, by its `tenant_id`.
    Tenant,
    /// Tenants themselves, by their `id`.
    Itself,
    /// No tenant's.
    Nobody,
}

/// A table and what to read of it.
#[derive(Clone, Debug)]
pub(in crate::privacy::residue) struct TablePlan {
    pub(in crate::privacy::residue) name: String,
    pub(in crate::privacy::residue) owner: Owner,
    /// The primary key without the tenant.
    pub(in crate::privacy::residue) key: Vec<(String, ColumnKind)>,
    pub(in crate::privacy::residue) columns: Vec<TextColumn>,
    /// The whole table, with kinds as precise as the model knows them.
    pub(in crate::privacy::residue) catalog: CatalogTable,
    pub(in crate::privacy::residue) has_subject: bool,
}

/// A column that can hold text.
#[derive(Clone, Debug)]
pub(in crate::privacy::residue) struct TextColumn {
    pub(in crate::privacy::residue) name: String,
    pub(in crate::privacy::residue) kind: ColumnKind,
    pub(in crate::privacy::residue) form: Form,
    /// Where a ciphertext is bound to.
    pub(in crate::privacy::residue) place: Option<Place>,
}

/// Every table in an order in which foreign keys are met, and what catalogue and map do not agree on.
pub(in crate::privacy::residue) fn plan_tables(
    catalog: BTreeMap<String, CatalogTable>,
) -> (Vec<TablePlan>, Vec<String>) {
    let mapped: BTreeMap<(&str, &str), Classified> = map::tables()
        .iter()
        .flat_map(map::TableMap::columns)
        .map(|column| ((column.table, column.column), column))
        .collect();
    let unmapped = differences(&mapped, &catalog);
    let uuids = uuid_columns();
    let plans = in_order(catalog)
        .into_iter()
        .map(|(name, table)| plan_table(name, table, &mapped, &uuids))
        .collect();
    (plans, unmapped)
}

fn plan_table(
    name: String,
    mut table: CatalogTable,
    mapped: &BTreeMap<(&str, &str), Classified>,
    uuids: &BTreeSet<(&str, &str)>,
) -> TablePlan {
    for column in &mut table.columns {
        // SQLite keeps ids and bytes alike.
        if uuids.contains(&(name.as_str(), column.name.as_str())) {
            column.kind = ColumnKind::Uuid;
        }
    }
    let is_roomy = |column: &&CatalogColumn| {
        use ColumnKind::{Bytes, Json, Other, Text};
        matches!(column.kind, Text | Json | Bytes | Other)
            && !table.permitted.contains_key(&column.name)
    };
    let text_column = |column: &CatalogColumn| {
        let known = mapped.get(&(name.as_str(), column.name.as_str()));
        let form = known.map_or(Form::Plain, |known| known.form);
        TextColumn {
            name: column.name.clone(),
            kind: column.kind,
            form,
            place: known
                .filter(|_| form == Form::Encrypted)
                .map(|known| Place {
                    table: known.table,
                    column: known.column,
                }),
        }
    };
    let owner = if table.column("tenant_id").is_some() {
        Owner::Tenant
    } else if name == "tenants" {
        Owner::Itself
    } else {
        Owner::Nobody
    };
    let key = table
        .primary_key
        .iter()
        .filter(|column| *column != "tenant_id");
    TablePlan {
        key: key
            .map(|column| {
                let kind = table
                    .column(column)
                    .map_or(ColumnKind::Other, |column| column.kind);
                (column.clone(), kind)
            })
            .collect(),
        columns: table
            .columns
            .iter()
            .filter(is_roomy)
            .map(text_column)
            .collect(),
        has_subject: table.column("subject_id").is_some(),
        name,
        owner,
        catalog: table,
    }
}

fn differences(
    mapped: &BTreeMap<(&str, &str), Classified>,
    catalog: &BTreeMap<String, CatalogTable>,
) -> Vec<String> {
    let present: BTreeSet<(&str, &str)> = catalog
        .iter()
        .flat_map(|(name, table)| {
            table
                .columns
                .iter()
                .map(|column| (name.as_str(), column.name.as_str()))
        })
        .collect();
    let unknown = present
        .iter()
        .filter(|column| !mapped.contains_key(*column))
        .map(|(table, column)| format!("{table}.{column} is not in the data map"));
    let gone = mapped
        .keys()
        .filter(|column| !present.contains(*column))
        .map(|(table, column)| format!("{table}.{column} is not in the database"));
    unknown.chain(gone).collect()
}

fn uuid_columns() -> BTreeSet<(&'static str, &'static str)> {
    let of = |table: tables::Table| {
        let columns = table.columns.into_iter();
        columns
            .filter(|column| column.kind == ColumnType::Uuid)
            .map(move |column| (table.name, column.name))
    };
    tables::all().into_iter().flat_map(of).collect()
}

/// Tables behind those that they refer to. Those that refer to each other in a ring come last.
fn in_order(mut catalog: BTreeMap<String, CatalogTable>) -> Vec<(String, CatalogTable)> {
    let mut ordered = Vec::with_capacity(catalog.len());
    loop {
        let is_next = |table: &CatalogTable| {
            table
                .refers_to
                .iter()
                .all(|other| !catalog.contains_key(other))
        };
        let next: Vec<String> = catalog
            .iter()
            .filter(|(_, table)| is_next(table))
            .map(|(name, _)| name.clone())
            .collect();
        if next.is_empty() {
            ordered.extend(catalog);
            return ordered;
        }
        for name in next {
            ordered.extend(catalog.remove_entry(&name));
        }
    }
}

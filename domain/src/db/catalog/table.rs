//! A table as the database describes it.

use std::collections::{BTreeMap, BTreeSet};

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Uuid,
    Text,
    Json,
    Bytes,
    Time,
    Int,
    Big,
    Bool,
    Float,
    /// A type that no migration of ours uses; its text form is what can be read.
    Other,
}

/// A column as the database describes it.
#[derive(Clone, Debug)]
pub(crate) struct CatalogColumn {
    pub(crate) name: String,
    pub(crate) kind: ColumnKind,
    pub(crate) nullable: bool,
}

/// A table as the database describes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct CatalogTable {
    pub(crate) columns: Vec<CatalogColumn>,
    /// In the order of the key.
    pub(crate) primary_key: Vec<String>,
    /// Other tables that must have rows first.
    pub(crate) refers_to: BTreeSet<String>,
    /// The only words that a CHECK lets into a column.
    pub(crate) permitted: BTreeMap<String, Vec<String>>,
    /// Whether a tenant's transaction may read it; otherwise the job engine's may.
    pub(crate) is_open_to_tenants: bool,
}

impl CatalogTable {
    /// The column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<&CatalogColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The texts in single quotes, in order.
pub(super) fn quoted(sql: &str) -> Vec<String> {
    sql.split('\'')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

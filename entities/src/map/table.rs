//! What one table means: whom its rows are about, on which terms, and what erasing that person does to a row.

use super::{Category, ColumnMap, Erase, Export, Form, Link, LogPolicy, Terms};

/// The map of every table, area by area.
#[must_use]
pub const fn tables() -> &'static [TableMap] {
    crate::tables::MAPS
}

/// What an erasure does to a row that is about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowErasure {
    Delete,
    /// The row stays; each column says what becomes of it.
    Keep,
}

#[derive(Clone, Copy, Debug)]
pub struct TableMap {
    pub table: &'static str,
    pub rows: RowErasure,
    /// Whom the rows are about.
    pub link: Link,
    terms: Terms,
    columns: &'static [ColumnMap],
}

/// Everything the map says about one column, nothing left to inherit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Classified {
    pub table: &'static str,
    pub column: &'static str,
    pub category: Category,
    pub form: Form,
    pub link: Link,
    pub terms: Terms,
    pub erase: Erase,
    pub export: Export,
    pub log: LogPolicy,
}

impl TableMap {
    /// Rows about a person, which go with that person.
    #[must_use]
    pub const fn deleted(
        table: &'static str,
        link: Link,
        terms: Terms,
        columns: &'static [ColumnMap],
    ) -> Self {
        Self {
            table,
            rows: RowErasure::Delete,
            link,
            terms,
            columns,
        }
    }

    /// Rows that stay when a person they are linked to goes.
    #[must_use]
    pub const fn kept(
        table: &'static str,
        link: Link,
        terms: Terms,
        columns: &'static [ColumnMap],
    ) -> Self {
        Self {
            table,
            rows: RowErasure::Keep,
            link,
            terms,
            columns,
        }
    }

    pub fn columns(&self) -> impl Iterator<Item = Classified> {
        self.columns.iter().map(|column| self.classify(column))
    }

    fn classify(&self, column: &ColumnMap) -> Classified {
        let erase = match (self.rows, column.erase) {
            (RowErasure::Delete, None) => Erase::Delete,
            (_, Some(erase)) => erase,
            (RowErasure::Keep, None) => Erase::Untouched,
        };
        Classified {
            table: self.table,
            column: column.name,
            category: column.category,
            form: column.form,
            link: column.link.unwrap_or(self.link),
            terms: column.terms.unwrap_or(self.terms),
            erase,
            export: column.export,
            log: column.log,
        }
    }
}

//! What the database itself says about its tables: the truth that no list in the program can be, in one shape for both
//! databases.

mod postgres;
mod read;
mod sqlite;
mod table;

pub(crate) use read::read_catalog;
pub(crate) use table::{CatalogColumn, CatalogTable, ColumnKind};

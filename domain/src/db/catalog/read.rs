//! Reads the catalogue of the database that a transaction is on.

use std::collections::BTreeMap;

use super::table::CatalogTable;
use super::{postgres, sqlite};
use crate::AppError;
use crate::db::{Dialect, TenantTx};

/// Every table of ours by name. The migrator's own table is left out: it holds names of migrations.
pub(crate) async fn read_catalog(
    tx: &TenantTx,
) -> Result<BTreeMap<String, CatalogTable>, AppError> {
    match tx.dialect() {
        Dialect::Postgres => postgres::read(tx).await,
        Dialect::Sqlite => sqlite::read(tx).await,
    }
}

//! The database: pools by role, transactions by tenant, and everything in which SQLite and PostgreSQL differ.

pub(crate) mod catalog;
mod connect;
mod constraints;
mod dialect;
mod placeholders;
mod pools;
mod reads;
mod system_tx;
mod tenant_tx;
mod turn;
mod wall;

pub use dialect::Dialect;
pub(crate) use placeholders::{placeholder_list, placeholder_rows, rows_per_statement, typed_rows};
pub use pools::{Db, DbServices};
pub use reads::ReadSession;
pub use system_tx::SystemTx;
pub use tenant_tx::TenantTx;

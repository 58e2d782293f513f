//! The database: pools by role, transactions by tenant, and everything in which SQLite and PostgreSQL differ.

mod begin;
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
mod value_table;
mod wall;

pub use dialect::Dialect;
pub(crate) use placeholders::{
    id_values, is_one_of_ids, placeholder_list, placeholder_rows, rows_per_statement,
};
pub use pools::{Db, DbServices, Durability};
pub use reads::ReadSession;
pub use system_tx::SystemTx;
pub use tenant_tx::TenantTx;
pub(crate) use value_table::{insert_rows, value_table};

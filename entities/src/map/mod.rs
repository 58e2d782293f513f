//! The data map: what every column, and every store that is no table, means for privacy.
//!
//! Each table's part stands beside its model as `MAP`. Erasure, export, the record of processing activities and the scope
//! of a breach all come from here, so that they cannot disagree. Tests hold the map equal to the models and to the
//! migrated schema; `map_hash` names its content on certificates and in the ledger.

mod category;
mod column;
mod erase;
mod export;
mod form;
mod hash;
mod link;
mod location;
mod locations;
mod retention;
mod table;
mod terms;

pub use category::{CHAIN_HASH, Category, ERROR_CODE, FIXED_SET, KEY_MATERIAL};
pub use column::{ColumnMap, LogPolicy};
pub use erase::Erase;
pub use export::Export;
pub use form::Form;
pub use hash::{canonical, map_hash};
pub use link::Link;
pub use location::{Location, Store};
pub use locations::locations;
pub use retention::Retention;
pub use table::{Classified, RowErasure, TableMap, tables};
pub use terms::{
    ACCOUNT, AUDIT, INFRASTRUCTURE, JOBS, LOG_IN, LawfulBasis, MAILS, Purpose, REPLAY_PROTECTION,
    REQUESTS, Role, SECURITY_LOG, TENANCY, TESTING, Terms,
};

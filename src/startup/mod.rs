//! What happens before the first request: folder, listeners, database, keys, erasures that a restored database forgot.

mod admin_server;
mod core;
mod data_dir;
mod database;
mod erasure_ledger;
mod listeners;
mod sources;
mod wait;
mod waiting_room;

pub(crate) use admin_server::AdminServer;
pub(crate) use core::open_core;
pub(crate) use data_dir::{DataDirInUse, claim_data_dir, prepare_data_dir};
pub(crate) use database::{DatabaseState, connect, login_role, look, migrate};
pub(crate) use erasure_ledger::replay_erasures;
pub(crate) use listeners::{Listeners, listen, operators_url, url_of};
pub use sources::Sources;
pub(crate) use wait::{Waiting, WaitingFor, wait_until_usable};
pub(crate) use waiting_room::WaitingRoom;

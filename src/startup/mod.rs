//! What happens before the first request: folder, listeners, database, keys.

mod core;
mod data_dir;
mod database;
mod listeners;
mod wait;

pub use core::Sources;
pub(crate) use core::open_core;
pub(crate) use data_dir::prepare_data_dir;
pub(crate) use database::{DatabaseState, connect, login_role, look, migrate};
pub(crate) use listeners::{Listeners, url_of};
pub(crate) use wait::{WaitingFor, wait_until_usable};

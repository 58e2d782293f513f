//! What happens before the first request: the folder and the database are there, and the schema is new enough.

mod data_dir;
mod database;

pub(crate) use data_dir::prepare_data_dir;
pub(crate) use database::{connect, login_role};

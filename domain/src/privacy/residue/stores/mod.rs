//! Reads the stores that are no tables: keys of Redis, and the files of the data folder.

mod attribution;
mod chunks;
mod files;
mod planted_files;
mod redis;
mod redis_canaries;
mod redis_values;
mod unread;

pub(super) use files::scan_files;
pub(super) use redis::scan_redis;
pub(super) use unread::not_attested;

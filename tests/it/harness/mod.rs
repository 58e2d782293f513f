//! What every integration test stands on: servers of its own, a fresh database, the program in process or outside.

#![expect(
    dead_code,
    unused_imports,
    reason = "the first tests that use all of it are still to come"
)]

mod app;
mod cluster;
mod guarded;
mod migrated;
mod mode;
mod nginx;
mod postgres_server;
mod process;
mod redis;
mod sandbox;
mod self_test;
mod sqlite;
mod tenant;

pub use app::{Stores, TestApp};
pub use cluster::{OwnPostgres, TestDatabase, empty_postgres, own_postgres, postgres};
pub use mode::Mode;
pub use nginx::{TestNginx, nginx};
pub use postgres_server::PostgresServer;
pub use process::XorbProcess;
pub use redis::{TestRedis, redis};
pub use sandbox::Directory;
pub use sqlite::{TestSqlite, empty_sqlite, sqlite};
pub use tenant::{Tenant, assert_conflict, assert_not_found, user_error};

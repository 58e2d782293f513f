//! What every integration test stands on: servers of its own, a fresh database, the program in process or outside.

#![expect(
    dead_code,
    unused_imports,
    reason = "the first tests that use all of it are still to come"
)]

mod app;
mod backup;
mod client;
mod closed_codes;
mod cluster;
mod commit_proxy;
mod frail_wire;
mod guarded;
mod migrated;
mod mode;
mod nginx;
mod npm;
mod people;
mod postgres_server;
mod process;
mod redis;
mod redis_group;
mod sandbox;
mod script;
mod self_test;
mod smtp_sink;
mod sqlite;
mod stores;
mod subscription;
mod tenant;

pub use app::TestApp;
pub use backup::{AgeKey, Backup};
pub use client::{Answer, Client};
pub use closed_codes::assert_codes_are_known;
pub use cluster::{
    OwnPostgres, TestDatabase, empty_postgres, own_postgres, postgres, postgres_copy,
};
pub use commit_proxy::{CommitProxy, Cut};
pub use frail_wire::FrailWire;
pub use guarded::Guarded;
pub use mode::Mode;
pub use nginx::{TestNginx, nginx};
pub use npm::{node, npm_package};
pub use people::PASSWORD;
pub use postgres_server::PostgresServer;
pub use process::XorbProcess;
pub use redis::{TestRedis, redis};
pub use redis_group::{SecuredRedis, WatchedRedis};
pub use sandbox::Directory;
pub use script::Script;
pub use smtp_sink::{Manner, SmtpSink, Speech, Taken};
pub use sqlite::{TestSqlite, empty_sqlite, sqlite};
pub use stores::Stores;
pub use subscription::Subscription;
pub use tenant::{Tenant, assert_conflict, assert_not_found, user_error};

//! How connections are opened: roles and settings are fixed at connect, because a hook that runs later does not run for
//! every connection.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::AppError;
use crate::settings::DatabaseSettings;

/// Settings of the job pools: plans that stay good while the queue's size swings between zero and a million.
const JOB_PLANS: [(&str, &str); 8] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("enable_seqscan", "off"),
    ("enable_bitmapscan", "off"),
    ("enable_sort", "off"),
    ("enable_incremental_sort", "off"),
    ("jit", "off"),
];

/// A transaction that says nothing for so long belongs to a process that is frozen or cut off: the server ends it, so
/// that its locks (a job's row, the reconciler's lead) don't outlast its leases.
const ABANDONED_AFTER_MS: &str = "5000";

/// What a pool is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Requests and handlers, in one tenant at a time.
    Runtime,
    /// Jobs of all tenants.
    System,
    /// The same, for what a crash may forget.
    Hasty,
}

/// A pool on PostgreSQL. Connects lazily: a database that is down now may come later.
pub(super) async fn postgres(
    settings: &DatabaseSettings,
    purpose: Purpose,
) -> Result<DatabaseConnection, AppError> {
    let (role, connections) = match purpose {
        Purpose::Runtime => ("xorb_runtime", settings.max_connections),
        Purpose::System | Purpose::Hasty => ("xorb_system", settings.system_max_connections),
    };
    let statement_timeout = settings.statement_timeout.as_millis().to_string();
    let mut options = ConnectOptions::new(settings.url.expose());
    options
        .max_connections(connections)
        .acquire_timeout(settings.acquire_timeout)
        .connect_lazy(true)
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .map_sqlx_postgres_opts(move |pg| {
            let pg = pg
                .options([("role", role), ("random_page_cost", "1.1")])
                .options([("statement_timeout", &statement_timeout)])
                .options([("idle_in_transaction_session_timeout", ABANDONED_AFTER_MS)])
                .application_name("xorb");
            match purpose {
                Purpose::Runtime => pg,
                Purpose::System => pg.options(JOB_PLANS),
                Purpose::Hasty => pg
                    .options(JOB_PLANS)
                    .options([("synchronous_commit", "off")]),
            }
        });
    Ok(Database::connect(options).await?)
}

/// What connections to the SQLite file may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Many of them.
    Read,
    /// One.
    Write,
}

/// A pool over the SQLite file: write-ahead log, and a commit is on the disk when it returns.
pub(super) async fn sqlite(
    settings: &DatabaseSettings,
    access: Access,
) -> Result<DatabaseConnection, AppError> {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let connections = match access {
        Access::Read => settings.max_connections.min(8),
        Access::Write => 1,
    };
    let busy_timeout = settings.acquire_timeout;
    let mut options = ConnectOptions::new(settings.url.expose());
    options
        .max_connections(connections)
        .acquire_timeout(settings.acquire_timeout)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(busy_timeout);
            match access {
                Access::Read => sqlite.pragma("query_only", "ON"),
                // What is deleted is overwritten, so that an erasure is one in the file as well.
                Access::Write => sqlite.pragma("secure_delete", "ON"),
            }
        });
    Ok(Database::connect(options).await?)
}

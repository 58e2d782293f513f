//! How connections are opened: roles and settings are fixed at connect, because a hook that runs later does not run for
//! every connection.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::AppError;

/// After this a request gives up waiting for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Settings of the job pools: plans that stay good while the queue's size swings between zero and a million.
const JOB_PLANS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("enable_seqscan", "off"),
    ("jit", "off"),
];

/// A pool whose connections run as `role`. Connects lazily: a database that is down now may come later.
pub(super) async fn postgres(
    url: &str,
    role: &'static str,
    is_job_pool: bool,
    connections: u32,
) -> Result<DatabaseConnection, AppError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy(true)
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .map_sqlx_postgres_opts(move |pg| {
            let pg = pg
                .options([("role", role), ("random_page_cost", "1.1")])
                .application_name("xorb");
            if is_job_pool {
                pg.options(JOB_PLANS)
            } else {
                pg
            }
        });
    Ok(Database::connect(options).await?)
}

/// A pool over the SQLite file: write-ahead log, and a commit is on the disk when it returns.
pub(super) async fn sqlite(url: &str, connections: u32) -> Result<DatabaseConnection, AppError> {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(ACQUIRE_TIMEOUT)
        });
    Ok(Database::connect(options).await?)
}

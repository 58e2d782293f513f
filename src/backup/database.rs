//! The SQLite file: a copy of it as it was at one moment, and what is in a copy.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, bail};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Connection, query, query_scalar};
use xorb_domain::settings::Settings;

use crate::wrong_use::WrongUse;

/// A writer that holds the database longer than this is stuck.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the database lies.
///
/// # Errors
/// Over PostgreSQL there are other ways.
pub(crate) fn path_of_database(settings: &Settings) -> anyhow::Result<PathBuf> {
    if !settings.database.is_sqlite() {
        return Err(WrongUse::new(
            "the database is PostgreSQL: use deploy/backup/backup.sh, backup-keys.sh and restore.sh (docs/operations.md)",
        )
        .into());
    }
    let options = SqliteConnectOptions::from_str(settings.database.url.expose())?;
    Ok(options.get_filename().to_owned())
}

/// Writes to `copy` what `database` is at one moment, whoever writes meanwhile. What was deleted is not in it.
///
/// # Errors
/// If there is no database, or no room.
pub(crate) async fn copy_database(database: &Path, copy: &Path) -> anyhow::Result<()> {
    if !database.exists() {
        bail!(
            "there is no database at {}: nothing to back up",
            database.display()
        );
    }
    // SQLite writes into an empty file, and would make one that others can read.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(copy)?;
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
        .connect()
        .await
        .with_context(|| format!("{} can't be opened", database.display()))?;
    let into = copy.to_str().context("data_dir must be UTF-8")?;
    query("VACUUM INTO ?1")
        .bind(into)
        .execute(&mut connection)
        .await
        .with_context(|| format!("{} can't be copied", database.display()))?;
    connection.close().await?;
    Ok(())
}

/// What is in a copy.
pub(crate) struct Contents {
    pub(crate) migrations: Vec<String>,
    pub(crate) rows: BTreeMap<String, u64>,
}

/// Reads a copy through, which changes nothing of it.
///
/// # Errors
/// If it is no whole database.
pub(crate) async fn inspect(copy: &Path) -> anyhow::Result<Contents> {
    let mut connection = SqliteConnectOptions::new()
        .filename(copy)
        .immutable(true)
        .read_only(true)
        .disable_statement_logging()
        .connect()
        .await?;
    let verdict: String = query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await?;
    if verdict != "ok" {
        bail!("the database is damaged: {verdict}");
    }
    let tables: Vec<String> = query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    )
    .fetch_all(&mut connection)
    .await?;
    let mut rows = BTreeMap::new();
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let count: i64 = query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM \"{quoted}\"")))
            .fetch_one(&mut connection)
            .await?;
        rows.insert(table, count.unsigned_abs());
    }
    if !rows.contains_key("seaql_migrations") {
        bail!("it is no database of XORB: it has no schema");
    }
    let migrations = query_scalar("SELECT version FROM seaql_migrations ORDER BY version")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    Ok(Contents { migrations, rows })
}

//! Is the database usable? Asked before anything is built on it, so that the answer can be waited for.

use std::str::FromStr;
use std::time::Duration;

use anyhow::Context;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{Connection, PgConnection};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
};
use tokio::time::timeout;
use xorb_domain::db::Dialect;
use xorb_domain::settings::{SecretUrl, Settings};
use xorb_migration::RUNTIME_ROLE;

/// A server that is away should be noticed within a few waits, not after the driver's half minute.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

const LET_IN: &str = "Run `xorb migrate up` with this XORB__DATABASE__URL: it lets its role in";

/// Whether a process can go on.
pub(crate) enum DatabaseState {
    Usable,
    /// May get better by itself, or by what `detail` says. `what` is a word that is fit for strangers.
    NotYet {
        what: &'static str,
        detail: String,
    },
}

/// Looks at the database as the log-in role. Changes nothing.
pub(crate) async fn look(settings: &Settings) -> anyhow::Result<DatabaseState> {
    let connection = match connect(&settings.database.url).await {
        Ok(connection) => connection,
        Err(error) => return away(settings, error),
    };
    let complaint = complaint(&connection).await;
    // Nothing depends on how a connection ends that only read.
    let _ = connection.close().await;
    Ok(match complaint {
        None => DatabaseState::Usable,
        Some(detail) => DatabaseState::NotYet {
            what: "schema",
            detail,
        },
    })
}

/// What keeps the log-in role from working with the schema, and what to do about it.
async fn complaint(connection: &DatabaseConnection) -> Option<String> {
    match xorb_migration::is_current(connection).await {
        Ok(true) => {}
        Ok(false) => {
            return Some("the schema is older than this program: run `xorb migrate up`".to_owned());
        }
        Err(error) => return Some(format!("the schema can't be read: {error}. {LET_IN}")),
    }
    match is_member(connection).await {
        Ok(true) => None,
        Ok(false) => Some(format!(
            "the log-in role is no member of {RUNTIME_ROLE}. {LET_IN}"
        )),
        Err(error) => Some(error.to_string()),
    }
}

async fn is_member(connection: &DatabaseConnection) -> Result<bool, DbErr> {
    let backend = connection.get_database_backend();
    if backend != DbBackend::Postgres {
        return Ok(true);
    }
    let sql = format!(
        "SELECT 1 FROM pg_roles WHERE rolname = '{RUNTIME_ROLE}' AND pg_has_role(oid, 'MEMBER')"
    );
    Ok(connection
        .query_one_raw(Statement::from_string(backend, sql))
        .await?
        .is_some())
}

/// Makes or completes the schema, as its owner.
pub(crate) async fn migrate(settings: &Settings) -> anyhow::Result<DatabaseState> {
    let owner = match connect(&settings.database.migration_url).await {
        Ok(owner) => owner,
        Err(error) => return away(settings, error),
    };
    xorb_migration::up(&owner, login_role(settings).as_deref())
        .await
        .context("the database can't be migrated")?;
    owner.close().await?;
    Ok(DatabaseState::Usable)
}

/// A server may come back; a file that can't be opened will not by itself.
fn away(settings: &Settings, error: anyhow::Error) -> anyhow::Result<DatabaseState> {
    if settings.database.is_sqlite() {
        return Err(error.context(format!("{} can't be opened", settings.database.url)));
    }
    Ok(DatabaseState::NotYet {
        what: "database",
        detail: format!("{error:#}"),
    })
}

/// One connection, for the work at start and for the operator commands.
///
/// # Errors
/// Says why the server refuses, which a pool would hide behind its own time-out.
pub(crate) async fn connect(url: &SecretUrl) -> anyhow::Result<DatabaseConnection> {
    if let Some(options) = postgres_options(url) {
        let options = options?;
        let attempt = timeout(CONNECT_TIMEOUT, PgConnection::connect_with(&options));
        attempt.await.context("no answer in time")??.close().await?;
    }
    let mut options = ConnectOptions::new(url.expose());
    options
        .max_connections(1)
        .acquire_timeout(CONNECT_TIMEOUT)
        .sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

/// Whom the schema's owner must let in. On SQLite nobody.
pub(crate) fn login_role(settings: &Settings) -> Option<String> {
    Some(
        postgres_options(&settings.database.url)?
            .ok()?
            .get_username()
            .to_owned(),
    )
}

fn postgres_options(url: &SecretUrl) -> Option<Result<PgConnectOptions, sea_orm::sqlx::Error>> {
    let is_postgres = Dialect::of_url(url.expose()) == Dialect::Postgres;
    is_postgres.then(|| PgConnectOptions::from_str(url.expose()))
}

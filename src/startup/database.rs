//! Is the database usable? Asked before anything is built on it, so that the answer can be waited for.

use std::str::FromStr;
use std::time::Duration;

use anyhow::Context;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{Connection, PgConnection};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use tokio::time::timeout;
use xorb_domain::db::Dialect;
use xorb_domain::settings::{SecretUrl, Settings};

/// A server that is away should be noticed within a few waits, not after the driver's half minute.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

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
    let is_current = xorb_migration::is_current(&connection).await;
    // Nothing depends on how a connection ends that only read.
    let _ = connection.close().await;
    let detail = match is_current {
        Ok(true) => return Ok(DatabaseState::Usable),
        Ok(false) => "the schema is older than this program: run `xorb migrate up`".to_owned(),
        Err(error) => format!("the schema can't be read ({error}): run `xorb migrate up`"),
    };
    Ok(DatabaseState::NotYet {
        what: "schema",
        detail,
    })
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

/// Whom the schema's owner must let in: the role of `database.url`, unless it is the owner.
pub(crate) fn login_role(settings: &Settings) -> Option<String> {
    let user = |url| Some(postgres_options(url)?.ok()?.get_username().to_owned());
    let owner = user(&settings.database.migration_url);
    user(&settings.database.url).filter(|login| Some(login) != owner.as_ref())
}

fn postgres_options(url: &SecretUrl) -> Option<Result<PgConnectOptions, sea_orm::sqlx::Error>> {
    let is_postgres = Dialect::of_url(url.expose()) == Dialect::Postgres;
    is_postgres.then(|| PgConnectOptions::from_str(url.expose()))
}

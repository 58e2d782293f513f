//! Is the database usable? Asked before anything is built on it, so that the answer can be waited for.

use std::str::FromStr;
use std::time::Duration;

use anyhow::Context;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{Connection, PgConnection};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use xorb_domain::db::Dialect;
use xorb_domain::settings::{SecretUrl, Settings};

/// A server that is away should be noticed within a few waits, not after the driver's half minute.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// The log repeats what is being waited for after so many looks.
const REMIND_AFTER: u32 = 30;

/// Whether a process can go on.
pub(crate) enum Readiness {
    Usable,
    /// May get better by itself, or by what `detail` says. `waiting_for` is fit for strangers.
    NotYet {
        waiting_for: &'static str,
        detail: String,
    },
}

/// Waits until the database can be used, and says in the log what it waits for. False if `stop` came first.
pub(crate) async fn wait_until_usable(
    settings: &Settings,
    waiting_for: &watch::Sender<&'static str>,
    stop: &CancellationToken,
) -> bool {
    let mut said = String::new();
    let mut attempts_since = 0_u32;
    while let Readiness::NotYet {
        waiting_for: what,
        detail,
    } = probe(settings).await
    {
        waiting_for.send_replace(what);
        if detail != said || attempts_since >= REMIND_AFTER {
            tracing::warn!(detail, "waiting for the {what}; looking again every second");
            said = detail;
            attempts_since = 0;
        }
        attempts_since += 1;
        tokio::select! {
            () = stop.cancelled() => return false,
            () = sleep(PAUSE) => {}
        }
    }
    true
}

/// Looks at the database as the log-in role. Changes nothing.
pub(crate) async fn probe(settings: &Settings) -> Readiness {
    let connection = match connect(&settings.database.url).await {
        Ok(connection) => connection,
        Err(error) => {
            return Readiness::NotYet {
                waiting_for: "database",
                detail: format!("{error:#}"),
            };
        }
    };
    let is_current = xorb_migration::is_current(&connection).await;
    // Nothing depends on how a connection ends that only read.
    let _ = connection.close().await;
    let detail = match is_current {
        Ok(true) => return Readiness::Usable,
        Ok(false) => "the schema is older than this program: run `xorb migrate up`".to_owned(),
        Err(error) => format!("the schema can't be read ({error}): run `xorb migrate up`"),
    };
    Readiness::NotYet {
        waiting_for: "schema",
        detail,
    }
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

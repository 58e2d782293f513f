//! One process at a time: a lock for work that many processes want done and one must do.
//!
//! On PostgreSQL it is an advisory lock, held by a connection of its own, because the work opens transactions of its own.
//! The end of that connection frees it: a process that is killed frees it at once, one that is frozen after a while.
//! SQLite belongs to one process anyway.

use std::time::Duration;

use sea_orm::sqlx::{self, Connection, PgConnection};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::{Db, Dialect};
use crate::AppError;

const PATIENCE: Duration = Duration::from_secs(5);
/// How often the holder says that it lives, and how long the server believes it without a word.
const PULSE: Duration = Duration::from_secs(1);
const SILENCE: &str = "SET idle_session_timeout = '10s'";

/// Held until dropped.
pub(crate) struct Turn(Option<JoinHandle<()>>);

impl Db {
    /// Takes the lock of this key; `None` while another process holds it.
    ///
    /// # Errors
    /// `Unavailable` if the database is away.
    pub(crate) async fn take_turn(&self, key: i64) -> Result<Option<Turn>, AppError> {
        match self.dialect() {
            Dialect::Sqlite => Ok(Some(Turn(None))),
            Dialect::Postgres => timeout(PATIENCE, self.lock(key))
                .await
                .map_err(AppError::unavailable)?
                .map_err(AppError::unavailable),
        }
    }

    async fn lock(&self, key: i64) -> Result<Option<Turn>, sqlx::Error> {
        let pool = self.untenanted().get_postgres_connection_pool();
        let options = pool.connect_options();
        let mut connection = PgConnection::connect_with(&options).await?;
        sqlx::query(SILENCE).execute(&mut connection).await?;
        let is_ours = sqlx::query_scalar::<_, bool>("SELECT pg_try_advisory_lock($1)")
            .bind(key)
            .fetch_one(&mut connection)
            .await?;
        if !is_ours {
            connection.close().await?;
            return Ok(None);
        }
        let pulse = async move {
            while connection.ping().await.is_ok() {
                sleep(PULSE).await;
            }
        };
        Ok(Some(Turn(Some(tokio::spawn(pulse)))))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(pulse) = &self.0 {
            pulse.abort();
        }
    }
}

//! The pools: who connects as whom.
//!
//! PostgreSQL: requests and handlers as `xorb_runtime` (sees one tenant at a time), dispatcher and reconciler as
//! `xorb_system` (sees all tenants, in job tables only). SQLite: many readers, one writer.

use std::sync::Arc;

use chrono::TimeDelta;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, Value,
};

use super::begin::begin;
use super::connect::{self, Access, Purpose};
use super::{Dialect, SystemTx, TenantTx, wall};
use crate::audit::DirtyTrails;
use crate::crypto::Keyring;
use crate::events::EventBus;
use crate::jobs::Queue;
use crate::settings::Settings;
use crate::tenants::TenantScope;
use crate::{AppError, Clock, rng::Rng};

/// What a transaction needs besides its connection: time, ids, keys, and where to announce jobs.
#[derive(Clone)]
pub struct DbServices {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness and ids.
    pub rng: Arc<dyn Rng>,
    /// Keys for what is stored encrypted.
    pub keyring: Keyring,
    /// Where committed jobs are announced.
    pub queue: Queue,
    /// Which audit chains have grown since the last checkpoint.
    pub dirty_trails: Arc<DirtyTrails>,
    /// Where committed changes are announced.
    pub events: EventBus,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    dialect: Dialect,
    readers: DatabaseConnection,
    writers: DatabaseConnection,
    system: DatabaseConnection,
    /// The same, for what a crash may forget.
    hasty: DatabaseConnection,
    services: Arc<DbServices>,
}

/// Whether a commit is on the disk when it returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It is.
    Kept,
    /// Not yet: for claims, dispatch and heartbeats, which a crash may forget.
    MayBeForgotten,
}

impl Db {
    /// Opens the pools of the configured database. PostgreSQL is connected lazily: see `ping`.
    ///
    /// # Errors
    /// `Unavailable` or `Internal` if SQLite's file can't be opened or a URL is malformed.
    pub async fn open(settings: &Settings, services: DbServices) -> Result<Self, AppError> {
        let database = &settings.database;
        let dialect = Dialect::of_url(database.url.expose());
        let (readers, writers, system, hasty) = match dialect {
            Dialect::Postgres => {
                let runtime = connect::postgres(database, Purpose::Runtime).await?;
                let system = connect::postgres(database, Purpose::System).await?;
                let hasty = connect::postgres(database, Purpose::Hasty).await?;
                (runtime.clone(), runtime, system, hasty)
            }
            Dialect::Sqlite => {
                let writer = connect::sqlite(database, Access::Write).await?;
                let readers = connect::sqlite(database, Access::Read).await?;
                (readers, writer.clone(), writer.clone(), writer)
            }
        };
        Ok(Self {
            dialect,
            readers,
            writers,
            system,
            hasty,
            services: Arc::new(services),
        })
    }

    /// The database's language.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Time, ids, keys and queue of this database's transactions.
    #[must_use]
    pub fn services(&self) -> &DbServices {
        &self.services
    }

    /// A connection for rows that belong to no tenant (`tenants`, `signing_keys`, `kill_switches`).
    #[must_use]
    pub(crate) fn untenanted(&self) -> &DatabaseConnection {
        &self.writers
    }

    /// The same for reading only: on SQLite it does not wait for the writer.
    #[must_use]
    pub(crate) fn untenanted_reads(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// A transaction that reads one tenant's rows.
    ///
    /// # Errors
    /// `Unavailable` if the database is away.
    pub async fn read(&self, scope: &TenantScope) -> Result<TenantTx, AppError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..Default::default()
        };
        self.begin(&self.readers, options, AccessMode::ReadOnly, scope)
            .await
    }

    /// A transaction that changes one tenant's rows. On SQLite there is one at a time: never open a second one inside,
    /// never hold it during hashing or network calls.
    ///
    /// # Errors
    /// `Unavailable` if the database is away.
    pub async fn write(&self, scope: &TenantScope) -> Result<TenantTx, AppError> {
        let options = self.write_options();
        self.begin(&self.writers, options, AccessMode::ReadWrite, scope)
            .await
    }

    /// A transaction on the job tables of all tenants.
    ///
    /// # Errors
    /// `Unavailable` if the database is away.
    pub async fn system(&self) -> Result<SystemTx, AppError> {
        let tx = begin(&self.system, self.write_options()).await?;
        Ok(SystemTx::new(tx, self.dialect, self.services.clone()))
    }

    /// Runs one statement on the job tables of all tenants, which is a transaction by itself: one round trip.
    ///
    /// # Errors
    /// `Unavailable` if the database is away; as the database says.
    pub async fn query_jobs(
        &self,
        durability: Durability,
        sql: String,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<Vec<QueryResult>, AppError> {
        let pool = match durability {
            Durability::Kept => &self.system,
            Durability::MayBeForgotten => &self.hasty,
        };
        let statement = Statement::from_sql_and_values(self.dialect.backend(), sql, values);
        Ok(pool.query_all_raw(statement).await?)
    }

    /// "Now plus offset" by the clock that all processes share, as SQL.
    #[must_use]
    pub fn now_plus(&self, offset: TimeDelta) -> String {
        self.dialect.now_plus(self.services.clock.now(), offset)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` if it does not.
    pub async fn ping(&self) -> Result<(), AppError> {
        self.readers.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Checks that the log-in role can't get round row-level security. Always fine on SQLite, which has none.
    ///
    /// # Errors
    /// `BadInput` that says what is wrong with the role and how to mend it.
    pub async fn check_wall(&self) -> Result<(), AppError> {
        match self.dialect {
            Dialect::Postgres => wall::check(&self.readers).await,
            Dialect::Sqlite => Ok(()),
        }
    }

    /// Empties SQLite's write-ahead log into the file, as far as no reader is in the way. `PostgreSQL` recycles its own.
    ///
    /// # Errors
    /// As the database says.
    pub async fn empty_journal(&self) -> Result<(), AppError> {
        if self.dialect == Dialect::Sqlite {
            let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.writers.execute_unprepared(checkpoint).await?;
        }
        Ok(())
    }

    fn write_options(&self) -> TransactionOptions {
        match self.dialect {
            Dialect::Postgres => TransactionOptions::default(),
            Dialect::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            },
        }
    }

    async fn begin(
        &self,
        pool: &DatabaseConnection,
        options: TransactionOptions,
        access: AccessMode,
        scope: &TenantScope,
    ) -> Result<TenantTx, AppError> {
        let tx = begin(pool, options).await?;
        self.set_tenant(&tx, access, scope).await?;
        Ok(TenantTx::new(
            tx,
            *scope,
            self.dialect,
            self.services.clone(),
        ))
    }

    /// The third wall: inside this transaction PostgreSQL shows this tenant's rows only. Whether it may change them is said
    /// in the same statement: each is a way to the database and back.
    async fn set_tenant(
        &self,
        tx: &DatabaseTransaction,
        access: AccessMode,
        scope: &TenantScope,
    ) -> Result<(), AppError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(());
        }
        let sql = match access {
            AccessMode::ReadOnly => {
                "SELECT set_config('transaction_read_only', 'on', true), set_config('xorb.tenant_id', $1, true)"
            }
            AccessMode::ReadWrite => "SELECT set_config('xorb.tenant_id', $1, true)",
        };
        let tenant = scope.tenant_id().to_string();
        let statement =
            Statement::from_sql_and_values(self.dialect.backend(), sql, [tenant.into()]);
        tx.execute_raw(statement).await?;
        Ok(())
    }
}

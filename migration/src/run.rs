//! Running the history: up, down and what there is, on either database.
//!
//! PostgreSQL: under the advisory lock, each migration in a transaction of its own. SQLite: all of them in one transaction,
//! which costs one fsync instead of one for each statement.

use sea_orm_migration::{
    MigrationStatus,
    prelude::*,
    sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait},
};

use crate::{
    Migrator,
    advisory_lock::AdvisoryLock,
    roles::{self, RUNTIME_ROLE, SYSTEM_ROLE},
};

/// One migration and whether the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationState {
    pub name: String,
    pub applied: bool,
}

/// Brings the schema to this program's version. On PostgreSQL the connection must be the schema's owner, and `login_role` is
/// the role that `api` and `worker` log in as: it may take the runtime and system roles afterwards.
///
/// # Errors
/// Fails if the database is newer than this program, if `login_role` does not exist, or if the owner may not create roles.
pub async fn up(db: &DatabaseConnection, login_role: Option<&str>) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        let transaction = db.begin().await?;
        Migrator::up(&transaction, None).await?;
        return transaction.commit().await;
    }
    let lock = AdvisoryLock::acquire(db).await?;
    Migrator::up(db, None).await?;
    let history = [RUNTIME_ROLE, SYSTEM_ROLE]
        .map(|role| roles::grant(role, "SELECT", HISTORY))
        .concat();
    db.execute_unprepared(&history).await?;
    if let Some(login) = login_role {
        roles::grant_to_login(db, login).await?;
    }
    lock.release().await
}

/// Takes back the newest `steps` migrations, with the data in their tables.
pub async fn down(db: &DatabaseConnection, steps: u32) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        let transaction = db.begin().await?;
        Migrator::down(&transaction, Some(steps)).await?;
        return transaction.commit().await;
    }
    let lock = AdvisoryLock::acquire(db).await?;
    Migrator::down(db, Some(steps)).await?;
    lock.release().await
}

/// Every migration of this program, oldest first. Reads only.
pub async fn status(db: &DatabaseConnection) -> Result<Vec<MigrationState>, DbErr> {
    let migrations = Migrator::get_migration_with_status_read_only(db).await?;
    Ok(migrations
        .iter()
        .map(|migration| MigrationState {
            name: migration.name().to_owned(),
            applied: migration.status() == MigrationStatus::Applied,
        })
        .collect())
}

/// Whether the schema has all that this program needs. A newer schema is fine: while a new version is rolled out, the old
/// one goes on. The runtime role may ask.
pub async fn is_current(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let backend = db.get_database_backend();
    let exists = match backend {
        DbBackend::Sqlite => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
        _ => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
    };
    let exists = Statement::from_string(backend, exists);
    if db.query_one_raw(exists).await?.is_none() {
        return Ok(false);
    }
    let applied = Statement::from_string(backend, format!("SELECT version FROM {HISTORY}"));
    let applied = db
        .query_all_raw(applied)
        .await?
        .iter()
        .map(|row| row.try_get::<String>("", "version"))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Migrator::migrations()
        .iter()
        .all(|migration| applied.iter().any(|name| name == migration.name())))
}

/// The names of this program's migrations. A database that has others was made by a newer program.
#[must_use]
pub fn names() -> Vec<String> {
    let migrations = Migrator::migrations();
    let names = migrations.iter().map(|migration| migration.name());
    names.map(str::to_owned).collect()
}

/// sea-orm's own table of applied migrations.
const HISTORY: &str = "seaql_migrations";

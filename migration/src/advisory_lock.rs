//! One migration at a time: a PostgreSQL advisory lock, held by a connection of its own.
//!
//! The lock belongs to that connection's session. It is not one of the pool, so a pool of one connection cannot wait for
//! itself, and whatever happens to this process, the end of the session frees the lock.

use sea_orm_migration::sea_orm::{
    DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{self, Connection, PgConnection},
};

/// "XORB" in ASCII, so that the lock can be recognised in `pg_locks`.
const KEY: i64 = 0x584F_5242;

/// Holds the lock until it is released or dropped.
pub struct AdvisoryLock(PgConnection);

impl AdvisoryLock {
    /// Waits until no other migration of this database runs.
    pub async fn acquire(db: &DatabaseConnection) -> Result<Self, DbErr> {
        let options = db.get_postgres_connection_pool().connect_options();
        let mut connection = PgConnection::connect_with(&options)
            .await
            .map_err(|error| DbErr::Conn(runtime(error)))?;
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(KEY)
            .execute(&mut connection)
            .await
            .map_err(|error| DbErr::Exec(runtime(error)))?;
        Ok(Self(connection))
    }

    pub async fn release(self) -> Result<(), DbErr> {
        self.0
            .close()
            .await
            .map_err(|error| DbErr::Conn(runtime(error)))
    }
}

fn runtime(error: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(error.into())
}

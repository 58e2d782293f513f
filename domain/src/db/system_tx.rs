//! A transaction of the job engine: job tables of all tenants, nothing else.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement, Value};

use super::{DbServices, Dialect};
use crate::AppError;

/// An open transaction as `xorb_system`. Dropping rolls back.
pub struct SystemTx {
    tx: DatabaseTransaction,
    dialect: Dialect,
    services: Arc<DbServices>,
}

impl SystemTx {
    pub(super) fn new(
        tx: DatabaseTransaction,
        dialect: Dialect,
        services: Arc<DbServices>,
    ) -> Self {
        Self {
            tx,
            dialect,
            services,
        }
    }

    /// The database's language.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// "Now plus offset" by the clock that all processes share, as SQL.
    #[must_use]
    pub fn now_plus(&self, offset: TimeDelta) -> String {
        self.dialect.now_plus(self.services.clock.now(), offset)
    }

    /// The process clock.
    #[must_use]
    pub fn process_now(&self) -> DateTime<Utc> {
        self.services.clock.now()
    }

    /// Runs a statement and returns its rows.
    ///
    /// # Errors
    /// As the database says.
    pub async fn query(
        &self,
        sql: String,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<Vec<QueryResult>, AppError> {
        Ok(self
            .tx
            .query_all_raw(Statement::from_sql_and_values(
                self.dialect.backend(),
                sql,
                values,
            ))
            .await?)
    }

    /// Runs a statement and returns how many rows it changed.
    ///
    /// # Errors
    /// As the database says.
    pub async fn execute(
        &self,
        sql: String,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<u64, AppError> {
        let statement = Statement::from_sql_and_values(self.dialect.backend(), sql, values);
        Ok(self.tx.execute_raw(statement).await?.rows_affected())
    }

    /// Commits.
    ///
    /// # Errors
    /// As the database says.
    pub async fn commit(self) -> Result<(), AppError> {
        Ok(self.tx.commit().await?)
    }
}

//! A transaction of a tenant or, for the tables of the job engine that no tenant reads, one of the engine.

use sea_orm::{QueryResult, Value};

use crate::AppError;
use crate::db::{Dialect, SystemTx, TenantTx};

/// Through which transaction a table is reached.
#[derive(Clone, Copy)]
pub(in crate::privacy::residue) enum Access<'a> {
    Tenant(&'a TenantTx),
    System(&'a SystemTx),
}

impl Access<'_> {
    pub(in crate::privacy::residue) fn dialect(self) -> Dialect {
        match self {
            Self::Tenant(tx) => tx.dialect(),
            Self::System(tx) => tx.dialect(),
        }
    }

    pub(in crate::privacy::residue) async fn query(
        self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<QueryResult>, AppError> {
        match self {
            Self::Tenant(tx) => tx.query(sql, values).await,
            Self::System(tx) => tx.query(sql, values).await,
        }
    }

    pub(in crate::privacy::residue) async fn execute(
        self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<u64, AppError> {
        match self {
            Self::Tenant(tx) => tx.execute(sql, values).await,
            Self::System(tx) => tx.execute(sql, values).await,
        }
    }
}

//! Holds writers at their last step: whoever writes locks the head of the tenant's audit trail last. PostgreSQL only: SQLite
//! has one writer.

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, QueryResult,
    Statement, TransactionTrait,
};

use crate::harness::{Stores, TestApp};

const PATIENCE: Duration = Duration::from_secs(20);

pub struct Gate {
    superuser: DatabaseConnection,
}

impl Gate {
    pub async fn new(app: &TestApp) -> Self {
        let Stores::Distributed { database, .. } = app.stores() else {
            unreachable!("the test chose the distributed mode")
        };
        let superuser = Database::connect(&database.superuser_url).await.unwrap();
        Self { superuser }
    }

    /// From now on nobody in any tenant gets further than to the last step, until this is rolled back.
    pub async fn close(&self) -> DatabaseTransaction {
        let tx = self.superuser.begin().await.unwrap();
        let sql = "SELECT tenant_id FROM audit_heads FOR UPDATE";
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        assert!(!tx.query_all_raw(statement).await.unwrap().is_empty());
        tx
    }

    /// Returns once this many wait for somebody's lock with a statement that holds `part`.
    pub async fn until_waiting(&self, writers: usize, part: &str) {
        let sql = format!(
            "SELECT query FROM pg_stat_activity WHERE datname = current_database() \
             AND wait_event_type = 'Lock' AND query LIKE '%{part}%' AND pid <> pg_backend_pid()"
        );
        let deadline = Instant::now() + PATIENCE;
        while self.query(&sql).await.len() < writers {
            assert!(Instant::now() < deadline, "nobody waits with {part}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        self.superuser.query_all_raw(statement).await.unwrap()
    }

    pub async fn open(self) {
        self.superuser.close().await.unwrap();
    }
}

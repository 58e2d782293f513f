//! A migrated database of either kind, seen by raw SQL: as whoever owns it, and as the role that the program works as.

use std::any::Any;

use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    QueryResult, Statement, TransactionTrait, Value,
};
use uuid::Uuid;

use crate::harness::{postgres, sqlite};

pub struct MigratedDatabase {
    /// PostgreSQL: a superuser, whom no wall stops but every trigger and key does. SQLite: the only one there is.
    pub owner: DatabaseConnection,
    /// PostgreSQL: the log-in role of the program. SQLite: the same as `owner`.
    login: DatabaseConnection,
    /// Takes the database away when the test is over.
    _server: Box<dyn Any>,
}

impl MigratedDatabase {
    pub async fn postgres() -> Self {
        let database = postgres().await;
        Self {
            owner: Database::connect(&database.superuser_url).await.unwrap(),
            login: Database::connect(&database.url).await.unwrap(),
            _server: Box::new(database),
        }
    }

    pub async fn sqlite() -> Self {
        let database = sqlite().await;
        let owner = Database::connect(&database.url).await.unwrap();
        Self {
            login: owner.clone(),
            owner,
            _server: Box::new(database),
        }
    }

    pub fn is_postgres(&self) -> bool {
        self.owner.get_database_backend() == DbBackend::Postgres
    }

    /// A transaction as the program has it: the runtime role, inside one tenant. `None`: no tenant was set.
    pub async fn begin(&self, tenant: Option<Uuid>) -> DatabaseTransaction {
        let tx = self.login.begin().await.unwrap();
        if self.is_postgres() {
            tx.execute_unprepared("SET LOCAL ROLE xorb_runtime")
                .await
                .unwrap();
            if let Some(tenant) = tenant {
                let sql = "SELECT set_config('xorb.tenant_id', $1, true)";
                execute(&tx, sql, [tenant.to_string().into()])
                    .await
                    .unwrap();
            }
        }
        tx
    }
}

pub async fn execute<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

pub async fn query<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(statement).await
}

pub async fn count<C: ConnectionTrait>(db: &C, table: &str) -> i64 {
    let rows = query(db, &format!("SELECT count(*) AS n FROM {table}"), [])
        .await
        .unwrap();
    rows[0].try_get("", "n").unwrap()
}

/// Asserts that the statement was refused, and by whom.
#[track_caller]
pub fn assert_refused<T: std::fmt::Debug>(result: Result<T, DbErr>, by: &str) {
    let message = result.unwrap_err().to_string();
    assert!(
        message.contains(by),
        "refused by something else than {by}: {message}"
    );
}

/// Makes two tests, `NAME::sqlite` and `NAME::postgres`, of one scenario.
#[macro_export]
macro_rules! on_both_databases {
    ($(async fn $name:ident($database:ident: &MigratedDatabase) $scenario:block)+) => {
        $(
            async fn $name($database: &MigratedDatabase) $scenario

            mod $name {
                use $crate::schema::migrated_database::MigratedDatabase;

                #[tokio::test]
                async fn sqlite() {
                    super::$name(&MigratedDatabase::sqlite().await).await;
                }

                #[tokio::test]
                async fn postgres() {
                    super::$name(&MigratedDatabase::postgres().await).await;
                }
            }
        )+
    };
}

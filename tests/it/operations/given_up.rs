//! Whoever gives up while a transaction begins leaves none open: what the next one writes without a transaction of its own
//! would hang in it.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::harness::{Mode, Stores, TestApp};

const PATIENCE: Duration = Duration::from_secs(5);

/// How many connections of this database, but this one, have a transaction open.
async fn open_transactions(superuser: &DatabaseConnection) -> i64 {
    let sql = "SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() \
               AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'";
    let statement = Statement::from_string(superuser.get_database_backend(), sql);
    let row = superuser.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "count").unwrap()
}

#[tokio::test]
async fn whoever_gives_up_while_a_transaction_begins_leaves_none_open() {
    let app = TestApp::start(Mode::Distributed).await;
    let Stores::Distributed { database, .. } = app.stores() else {
        panic!("this is about PostgreSQL");
    };
    let superuser = Database::connect(&database.superuser_url).await.unwrap();
    let core = app.core();
    let scope = core.platform();
    for microseconds in (0..2_000).step_by(10) {
        // Whether it is done by then or not: either way nothing may be left.
        let limit = Duration::from_micros(microseconds);
        drop(tokio::time::timeout(limit, core.db.write(&scope)).await);
        drop(tokio::time::timeout(limit, core.db.system()).await);
        let deadline = Instant::now() + PATIENCE;
        while open_transactions(&superuser).await > 0 {
            assert!(
                Instant::now() < deadline,
                "given up after {limit:?}: a transaction is left open"
            );
            tokio::task::yield_now().await;
        }
    }
    superuser.close().await.unwrap();
    app.finish().await;
}

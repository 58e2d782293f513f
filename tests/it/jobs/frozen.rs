//! Workers that freeze inside a transaction: the database ends it, and the others go on. PostgreSQL only: SQLite has no
//! second process.

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait,
};
use xorb_entities::scans::ScanState;

use super::fixture::{EXPIRED, claim, enqueue, states};
use super::scanned::Scanned;
use crate::fixtures::{WebServer, weak};
use crate::harness::{Mode, Stores, TestApp, XorbProcess};

/// Far more than the seconds in which a silent transaction is ended, and less than any wait for a statement's own end.
const SECONDS: Duration = Duration::from_secs(25);

fn worker(app: &TestApp) -> XorbProcess {
    let mut environment = app.stores().environment();
    environment.push(("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true".to_owned()));
    XorbProcess::start(&["worker"], &environment)
}

/// Who sees and locks every row.
async fn superuser(app: &TestApp) -> DatabaseConnection {
    let Stores::Distributed { database, .. } = app.stores() else {
        unreachable!("the test chose the distributed mode")
    };
    Database::connect(&database.superuser_url).await.unwrap()
}

/// Holds the only row of a table, so that a transaction that wants it hangs at a known point.
async fn hold(superuser: &DatabaseConnection, table: &str) -> DatabaseTransaction {
    let tx = superuser.begin().await.unwrap();
    let sql = format!("SELECT id FROM {table} FOR UPDATE");
    let rows = tx
        .query_all_raw(Statement::from_string(
            superuser.get_database_backend(),
            sql,
        ))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    tx
}

/// Returns once some connection of this database is in this state.
async fn until_one(superuser: &DatabaseConnection, state: &str) {
    let sql = format!(
        "SELECT 1 AS one FROM pg_stat_activity WHERE datname = current_database() AND {state}"
    );
    let deadline = Instant::now() + SECONDS;
    loop {
        let statement = Statement::from_string(superuser.get_database_backend(), &sql);
        if !superuser.query_all_raw(statement).await.unwrap().is_empty() {
            return;
        }
        assert!(Instant::now() < deadline, "nobody: {state}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

const WAITS: &str = "wait_event_type = 'Lock'";
const IS_SILENT: &str =
    "state = 'idle in transaction' AND state_change < clock_timestamp() - interval '1 second'";

/// Freezes the worker at the lock it waits for, and lets it have it: what it holds, it holds in silence.
async fn freeze(worker: &XorbProcess, superuser: &DatabaseConnection, held: DatabaseTransaction) {
    until_one(superuser, WAITS).await;
    worker.pause();
    held.rollback().await.unwrap();
    until_one(superuser, IS_SILENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_frozen_with_its_job_s_row_locked_holds_nobody_up() {
    let app = TestApp::start(Mode::Distributed).await;
    let server = WebServer::start(weak).await;
    let scanned = Scanned::new(&app, &server).await;
    let scan = scanned.start_scan(&app).await;
    let superuser = superuser(&app).await;
    // Whoever begins the scan has locked its job before.
    let held = hold(&superuser, "scans").await;
    let frozen = worker(&app);
    freeze(&frozen, &superuser, held).await;
    let frozen_at = Instant::now();
    let other = worker(&app);
    assert_eq!(scanned.ended(&app, scan.id).await, ScanState::Completed);
    assert!(frozen_at.elapsed() < SECONDS, "{:?}", frozen_at.elapsed());
    frozen.resume();
    assert!(frozen.terminate().0.success());
    assert!(other.terminate().0.success());
    let finished = "SELECT count(*) FROM audit_events WHERE action = 'scan.finished'";
    assert_eq!(scanned.count(&app, finished).await, 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reconciler_that_is_frozen_while_it_leads_holds_nobody_up() {
    let app = TestApp::start(Mode::Distributed).await;
    let job = enqueue(app.core()).await;
    claim(app.core(), job, EXPIRED).await.unwrap();
    let Stores::Distributed { redis, .. } = app.stores() else {
        unreachable!("the test chose the distributed mode")
    };
    // Nobody is to claim it by a message that is left.
    redis.flush_all();
    let superuser = superuser(&app).await;
    // Whoever wants to take the lease back has become the leader before.
    let held = hold(&superuser, "jobs").await;
    let frozen = worker(&app);
    freeze(&frozen, &superuser, held).await;
    let frozen_at = Instant::now();
    let other = worker(&app);
    while states(app.core()).await != [("succeeded".to_owned(), 2)] {
        assert!(
            frozen_at.elapsed() < SECONDS,
            "{:?}",
            states(app.core()).await
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    frozen.resume();
    assert!(frozen.terminate().0.success());
    assert!(other.terminate().0.success());
    app.finish().await;
}

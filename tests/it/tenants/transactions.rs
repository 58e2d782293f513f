//! What the program's own transactions let through.

use crate::audit::trail::Trail;
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use std::sync::Arc;
use tokio::task::JoinSet;
use xorb_domain::AppError;
use xorb_domain::db::TenantTx;
use xorb_domain::tenants::TenantScope;

/// How many users a statement without any condition sees.
async fn users(tx: &TenantTx) -> i64 {
    let rows = tx
        .query("SELECT count(*) AS count FROM users", [])
        .await
        .unwrap();
    rows[0].try_get("", "count").unwrap()
}

async fn rename(tx: &TenantTx, name: &str) -> Result<u64, AppError> {
    tx.execute("UPDATE users SET display_name = $1", [name.into()])
        .await
}

both_modes! {
    async fn a_transaction_that_reads_can_not_write(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let tx = trail.core.db.read(&trail.actor.scope).await.unwrap();
        assert!(matches!(rename(&tx, "Eve").await, Err(AppError::Internal(_))));
    }

    async fn what_is_not_committed_is_not_seen_and_goes_with_its_transaction(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let scope = trail.actor.scope;
        let writing = trail.write().await;
        writing.execute("DELETE FROM user_roles", []).await.unwrap();
        rename(&writing, "Eve").await.unwrap();
        let reading = trail.core.db.read(&scope).await.unwrap();
        assert_eq!(name(&reading).await, "Ada");
        drop((writing, reading));
        assert_eq!(name(&trail.write().await).await, "Ada");
    }
}

async fn name(tx: &TenantTx) -> String {
    let rows = tx
        .query("SELECT display_name FROM users", [])
        .await
        .unwrap();
    rows[0].try_get("", "display_name").unwrap()
}

#[tokio::test]
async fn a_statement_that_forgets_the_tenant_reaches_its_own_rows_only() {
    let app = TestApp::start(Mode::Distributed).await;
    let (acme, _globex) = (
        Trail::begin(&app).await,
        Trail::begin_as(&app, "globex").await,
    );
    let tx = acme.write().await;
    assert_eq!(users(&tx).await, 1);
    assert_eq!(rename(&tx, "Eve").await.unwrap(), 1);
    drop(tx);
    app.finish().await;
}

#[tokio::test]
async fn a_connection_forgets_the_tenant_with_its_transaction() {
    let app = TestApp::start_with(
        Mode::Distributed,
        &[("XORB__DATABASE__MAX_CONNECTIONS", "1")],
    )
    .await;
    let trail = Trail::begin(&app).await;
    let platform: TenantScope = app.core().platform();
    for _ in 0..2 {
        assert_eq!(users(&trail.write().await).await, 1);
        assert_eq!(
            users(&app.core().db.read(&platform).await.unwrap()).await,
            0
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn the_system_role_sees_no_table_of_a_tenant_but_its_jobs() {
    let app = TestApp::start(Mode::Distributed).await;
    let _trail = Trail::begin(&app).await;
    let system = app.core().db.system().await.unwrap();
    let jobs = system
        .query("SELECT id FROM jobs".to_owned(), [])
        .await
        .unwrap();
    assert_eq!(jobs.len(), 1);
    assert!(
        system
            .query("SELECT id FROM users".to_owned(), [])
            .await
            .is_err()
    );
    drop(system);
    app.finish().await;
}

#[tokio::test]
async fn writers_of_sqlite_wait_for_each_other_instead_of_losing_updates() {
    let app = TestApp::start(Mode::Embedded).await;
    let trail = Arc::new(Trail::begin(&app).await);
    let mut writers = JoinSet::new();
    for _ in 0..20 {
        let trail = Arc::clone(&trail);
        writers.spawn(async move {
            let tx = trail.write().await;
            let rows = tx.query("SELECT version FROM users", []).await.unwrap();
            let version: i32 = rows[0].try_get("", "version").unwrap();
            let values = [(version + 1).into()];
            tx.execute("UPDATE users SET version = $1", values)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        });
    }
    writers.join_all().await;
    let tx = trail.write().await;
    let rows = tx.query("SELECT version FROM users", []).await.unwrap();
    assert_eq!(rows[0].try_get::<i32>("", "version").unwrap(), 21);
    drop((tx, rows));
    app.finish().await;
}

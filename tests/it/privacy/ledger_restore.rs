//! The whole story with real processes: a backup, an erasure, the backup restored, and nobody served before the erasure
//! is repeated.

use super::erasable::{ANN, Company};
use super::ledger_lines::file;
use crate::assets::fixture::site;
use crate::both_modes;
use crate::harness::{Backup, Client, Stores, TestApp, XorbProcess};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use serde_json::json;
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use xorb::application::{Application, Sources};
use xorb_domain::assets::{CreateAsset, create_asset};
use xorb_domain::audit::verify_whole_trail;
use xorb_domain::rng::SeededRng;

const PAUSE: Duration = Duration::from_millis(20);
const JOANN: &str = "joann@corp.example";

/// Ann is erased; the database that comes out of this is older.
async fn erased_then_restored(app: &TestApp) -> (Company, Stores) {
    let company = Company::new(app).await;
    let named = CreateAsset {
        name: format!("Box of {ANN}"),
        ..site("https://box.example")
    };
    create_asset(app.core(), &company.owner, named)
        .await
        .unwrap();
    let backup = Backup::take(app.stores());
    company.approve(app).await;
    app.run_jobs().await;
    assert_eq!(company.state(app).await, "completed");
    let restored = backup.restore(app.stores()).await;
    assert!(
        remembers(&owner(&restored).await, ANN).await,
        "the backup is older"
    );
    (company, restored)
}

/// The roles that serve a restored database.
fn start(stores: &Stores) -> Vec<XorbProcess> {
    let mut environment = stores.environment();
    environment.push(("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()));
    let roles: &[&[&str]] = match stores {
        Stores::Embedded(_) => &[&[]],
        Stores::Distributed { .. } => &[&["api"], &["worker"], &["worker"]],
    };
    roles
        .iter()
        .map(|role| XorbProcess::start(role, &environment))
        .collect()
}

/// A connection that no row-level security stops.
async fn owner(stores: &Stores) -> DatabaseConnection {
    let url = match stores {
        Stores::Embedded(sqlite) => &sqlite.url,
        Stores::Distributed { database, .. } => &database.superuser_url,
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn count(database: &DatabaseConnection, from_where: &str) -> i64 {
    let sql = format!("SELECT count(*) AS count FROM {from_where}");
    let statement = sea_orm::Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "count").unwrap()
}

async fn remembers(database: &DatabaseConnection, email: &str) -> bool {
    count(
        database,
        &format!("users WHERE email_normalized = '{email}'"),
    )
    .await
        > 0
}

async fn replayed(database: &DatabaseConnection) -> i64 {
    count(database, "audit_events WHERE action = 'erasure.replayed'").await
}

async fn assert_forgotten(app: &TestApp, company: &Company, restored: &Stores) {
    let database = owner(restored).await;
    assert!(!remembers(&database, ANN).await);
    assert!(remembers(&database, JOANN).await);
    assert_eq!(
        count(&database, "assets WHERE name = 'Box of [erased]'").await,
        1
    );
    assert_eq!(replayed(&database).await, 1);
    database.close().await.unwrap();
    let sources = Sources {
        clock: app.clock.clone(),
        rng: Arc::new(SeededRng::new(2)),
    };
    let application = Application::build(restored.settings(&[]), sources)
        .await
        .unwrap();
    let verdict = verify_whole_trail(application.core(), &company.owner.scope, None).await;
    assert!(verdict.unwrap().broken.is_none());
}

both_modes! {
    async fn a_restored_backup_is_served_only_when_its_erasures_are_repeated(app: &TestApp) {
        let (company, restored) = erased_then_restored(app).await;
        let mut processes = start(&restored);
        for process in &mut processes {
            process.wait_until_ready().await;
        }
        // They are ready now, so it must have been done before.
        assert_forgotten(app, &company, &restored).await;
        let mut own = 0;
        for process in &mut processes {
            let metrics = reqwest::get(format!("{}/metrics", process.addresses().1)).await.unwrap();
            own += usize::from(metrics.text().await.unwrap().contains("xorb_erasures_replayed_total 1\n"));
        }
        assert_eq!(own, 1, "one of them has done it");
        for process in processes {
            let (status, output) = process.terminate();
            assert!(status.success(), "{output}");
            assert!(!output.contains(ANN), "{output}");
        }
    }

    async fn a_broken_ledger_keeps_everything_shut_until_it_is_mended(app: &TestApp) {
        let (company, restored) = erased_then_restored(app).await;
        let ledger = restored.data_dir().join(file(app).file_name().unwrap());
        let genuine = fs::read_to_string(&ledger).unwrap();
        fs::write(&ledger, format!("{genuine}forged\n")).unwrap();
        let mut processes = start(&restored);
        for process in &mut processes {
            process.line_with("line 2 of the erasure ledger");
            wait_for_reason(process, "erasure ledger: line 2 is not to be believed").await;
            let live = reqwest::get(format!("{}/livez", process.addresses().1)).await.unwrap();
            assert!(live.status().is_success());
        }
        let base = processes[0].addresses().0.unwrap();
        if matches!(restored, Stores::Embedded(_)) {
            let refused = Client::anonymous(&base).graphql("{ __typename }", json!({})).await;
            assert_eq!(refused.status, 503);
            assert_eq!(refused.body["errors"][0]["extensions"]["code"], "UNAVAILABLE");
        } else {
            assert!(reqwest::get(&base).await.unwrap_err().is_connect(), "nobody is let in");
        }
        assert!(remembers(&owner(&restored).await, ANN).await, "nothing is done by a file that is not believed");

        fs::write(&ledger, genuine).unwrap();
        for process in &mut processes {
            process.wait_until_ready().await;
        }
        assert_forgotten(app, &company, &restored).await;
    }
}

#[tokio::test]
async fn whoever_is_killed_in_the_middle_goes_on_after_the_next_start() {
    let app = TestApp::start(crate::harness::Mode::Distributed).await;
    let (company, restored) = erased_then_restored(&app).await;
    let database = owner(&restored).await;
    // Tables of the beginning, the middle and the end of an erasure: whoever wants to write into it waits, until it is killed.
    for table in ["sessions", "users", "assets", "erasure_ledger"] {
        database.execute_unprepared("BEGIN").await.unwrap();
        let lock = format!("LOCK TABLE {table} IN SHARE MODE");
        database.execute_unprepared(&lock).await.unwrap();
        let mut processes = start(&restored);
        wait_until_blocked(&database, table).await;
        for process in &mut processes {
            wait_for_reason(process, "erasure ledger: 0 of 1 replayed").await;
        }
        for process in processes {
            process.kill();
        }
        database.execute_unprepared("ROLLBACK").await.unwrap();
        assert_eq!(replayed(&database).await, 0, "{table}");
    }
    let mut processes = start(&restored);
    for process in &mut processes {
        process.wait_until_ready().await;
    }
    assert_forgotten(&app, &company, &restored).await;
    app.finish().await;
}

/// Until the process says that this keeps it from being ready.
async fn wait_for_reason(process: &mut XorbProcess, part: &str) {
    while !process.wait_for_readiness(503).await.contains(part) {
        tokio::time::sleep(PAUSE).await;
    }
}

/// Until somebody waits for the lock on `table`.
async fn wait_until_blocked(database: &DatabaseConnection, table: &str) {
    let condition = format!("pg_locks WHERE NOT granted AND relation = '{table}'::regclass");
    while count(database, &condition).await == 0 {
        tokio::time::sleep(PAUSE).await;
    }
}

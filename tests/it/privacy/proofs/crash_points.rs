//! `kill -9` of the worker at every commit of an erasure, just before the database hears of it.
//!
//! Where the commits are is not written here: the wire between worker and database counts them, and the kills go on, one
//! commit further each time, until an erasure gets through unharmed. Each must end as an undisturbed one does.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use xorb_domain::identity::Role;

use super::request::Office;
use crate::harness::{CommitProxy, Cut, Mode, Stores, TestApp, XorbProcess};

const PATIENCE: Duration = Duration::from_secs(120);
/// Worlds that are killed at the same time: most of each one's time is waiting.
const AT_ONCE: usize = 4;
const PERSON: &str = "pentester@acme.example";

/// What is left when an erasure is through: rows by table, letters to the person, states.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    rows: BTreeMap<String, i64>,
    letters: usize,
    states: Vec<String>,
}

/// One tenant with an approved erasure, whose worker is killed at the cut. `None`: the cut was never reached.
async fn erased_with(cut: Cut) -> Option<Outcome> {
    let app = TestApp::start(Mode::Distributed).await;
    let office = Office::at_machine_time(&app).await;
    app.member(Role::Pentester).await;
    let request = office.order(PERSON).await;
    let Stores::Distributed { database, .. } = app.stores() else {
        unreachable!("the test chose the distributed mode")
    };
    let superuser = Database::connect(&database.superuser_url).await.unwrap();
    let proxy = CommitProxy::start(&database.url, cut).await;
    let victim = worker(&app, &proxy.through(&database.url));
    let was_cut = tokio::select! {
        () = proxy.cut() => true,
        () = completed(&office, &request) => false,
    };
    victim.kill();
    if was_cut {
        drop(proxy);
        // What its lease would have had left has passed.
        execute(
            &superuser,
            "UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'",
        )
        .await;
        let rescuer = worker(&app, &database.url);
        completed(&office, &request).await;
        assert!(rescuer.terminate().0.success());
    }
    let outcome = Outcome {
        rows: row_counts(&superuser).await,
        letters: app.mails_to(PERSON).len(),
        states: states(&superuser).await,
    };
    superuser.close().await.unwrap();
    app.finish().await;
    (was_cut || cut == Cut::Never).then_some(outcome)
}

fn worker(app: &TestApp, database_url: &str) -> XorbProcess {
    let mut environment = app.stores().environment();
    environment.push(("XORB__DATABASE__URL", database_url.to_owned()));
    XorbProcess::start(&["worker"], &environment)
}

async fn completed(office: &Office, request: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let seen = office.read(request).await;
        if seen["state"] == "COMPLETED" && seen["job"]["state"] == "SUCCEEDED" {
            return;
        }
        assert!(Instant::now() < deadline, "the erasure is stuck: {seen}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn execute(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap();
}

/// All but what grows with time, whoever works: checkpoints of the audit trail, and what reading the request leaves in it.
async fn row_counts(db: &DatabaseConnection) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for row in query(
        db,
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    )
    .await
    {
        let name: String = row.try_get("", "name").unwrap();
        let condition = match name.as_str() {
            "audit_checkpoints" | "audit_verifications" => continue,
            "audit_events" => "action LIKE 'erasure.%' OR action LIKE 'request.completed%'",
            "audit_payloads" => "false",
            _ => "true",
        };
        let sql = format!("SELECT count(*) AS count FROM {name} WHERE {condition}");
        let count = query(db, &sql).await[0].try_get("", "count").unwrap();
        counts.insert(name, count);
    }
    counts
}

async fn states(db: &DatabaseConnection) -> Vec<String> {
    let sql = "SELECT 'request ' || state AS line FROM data_subject_requests \
               UNION ALL SELECT 'task ' || location || ' ' || state || ' ' || rows_done FROM data_subject_request_tasks \
               UNION ALL SELECT 'subject ' || state FROM data_subjects ORDER BY line";
    let rows = query(db, sql).await;
    rows.iter()
        .map(|row| row.try_get("", "line").unwrap())
        .collect()
}

async fn query(db: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    db.query_all_raw(statement).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_ends_the_same_whichever_commit_its_worker_is_killed_before() {
    let expected = erased_with(Cut::Never).await.unwrap();
    assert_eq!(expected.rows["certificates"], 1);
    let mut reached = 0;
    loop {
        // Each world is seen to its end: none may be left half-way.
        let worlds =
            (reached + 1..=reached + AT_ONCE).map(|number| erased_with(Cut::Before(number)));
        let outcomes: Vec<Outcome> = join_all(worlds).await.into_iter().flatten().collect();
        for outcome in &outcomes {
            assert_eq!(
                outcome, &expected,
                "killed before a commit behind number {reached}"
            );
        }
        reached += outcomes.len();
        if outcomes.len() < AT_ONCE {
            break;
        }
    }
    // Fence, rows, scan, certificate and completion at least: fewer would mean that the wire saw nothing.
    assert!(reached >= 5, "only {reached} commits were seen");
}

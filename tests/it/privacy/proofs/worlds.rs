//! An approved erasure in stores of its own, as often as a test wants it: built once through the API, then copied.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement};
use xorb_domain::identity::Role;

use super::request::Office;
use crate::harness::{CommitProxy, Cut, Mode, Stores, TestApp, XorbProcess};

const PATIENCE: Duration = Duration::from_secs(60);
const PERSON: &str = "pentester@acme.example";

/// Nobody waits longer than needed: what a test is about is order, not time.
const QUICK: [(&str, &str); 6] = [
    ("XORB__AUDIT__CHECKPOINT_SECONDS", "3600"),
    ("XORB__JOBS__LEASE_MS", "2000"),
    ("XORB__JOBS__HEARTBEAT_MS", "200"),
    ("XORB__JOBS__RECONCILE_MS", "50"),
    ("XORB__JOBS__REDISPATCH_MS", "200"),
    ("XORB__JOBS__BACK_OFF_SECONDS__ERASURE", "0"),
];

/// What is left when an erasure is through: rows by table, letters to the person, states.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub rows: BTreeMap<String, i64>,
    pub letters: usize,
    pub states: Vec<String>,
}

/// Stores with an approved erasure that nobody has begun.
pub struct Mold(Stores);

impl Mold {
    pub async fn new() -> Self {
        let app = TestApp::start(Mode::Distributed).await;
        let office = Office::at_machine_time(&app).await;
        app.member(Role::Pentester).await;
        office.order(PERSON).await;
        Self(app.abandon().await)
    }

    /// The same again.
    pub async fn cast(&self) -> World {
        let stores = self.0.copy().await;
        let Stores::Distributed { database, .. } = &stores else {
            unreachable!("a copy is distributed")
        };
        let superuser = Database::connect(&database.superuser_url).await.unwrap();
        World { stores, superuser }
    }
}

/// One copy, with nobody at work in it yet.
pub struct World {
    pub stores: Stores,
    superuser: DatabaseConnection,
}

impl World {
    pub fn database_url(&self) -> &str {
        match &self.stores {
            Stores::Distributed { database, .. } => &database.url,
            Stores::Embedded(_) => unreachable!("a copy is distributed"),
        }
    }

    pub fn worker(&self) -> XorbProcess {
        self.worker_at(self.database_url())
    }

    /// A worker whose database is at the other end of a wire.
    pub async fn worker_behind(&self, cut: Cut) -> (XorbProcess, CommitProxy) {
        let proxy = CommitProxy::start(self.database_url(), cut).await;
        let worker = self.worker_at(&proxy.through(self.database_url()));
        (worker, proxy)
    }

    fn worker_at(&self, database_url: &str) -> XorbProcess {
        let mut environment = self.stores.environment();
        environment.extend(QUICK.map(|(name, value)| (name, value.to_owned())));
        environment.push(("XORB__DATABASE__URL", database_url.to_owned()));
        XorbProcess::start(&["worker"], &environment)
    }

    /// Returns once the erasure is completed, and its job has ended.
    pub async fn completed(&self) {
        let deadline = Instant::now() + PATIENCE;
        let sql = "SELECT r.state || ' ' || j.state AS now FROM data_subject_requests r \
                   JOIN jobs j ON j.tenant_id = r.tenant_id AND j.id = r.job_id";
        loop {
            let now: String = self.query(sql).await[0].try_get("", "now").unwrap();
            if now == "completed succeeded" {
                return;
            }
            assert!(Instant::now() < deadline, "the erasure is stuck: {now}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether a worker has the erasure's job.
    pub async fn is_running(&self) -> bool {
        let sql = "SELECT 1 AS one FROM jobs WHERE kind = 'erase_subject' AND state = 'running'";
        !self.query(sql).await.is_empty()
    }

    /// What the lease of a worker that is gone would have had left has passed.
    pub async fn end_leases(&self) {
        let sql =
            "UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'";
        self.superuser.execute_unprepared(sql).await.unwrap();
    }

    pub async fn outcome(&self) -> Outcome {
        Outcome {
            rows: self.row_counts().await,
            letters: self.stores.mails_to(PERSON).len(),
            states: self.states().await,
        }
    }

    /// All but what grows with time, whoever works: checkpoints of the audit trail, and what reading the request leaves in it.
    async fn row_counts(&self) -> BTreeMap<String, i64> {
        let tables = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'";
        let mut counts = BTreeMap::new();
        for row in self.query(tables).await {
            let name: String = row.try_get("", "name").unwrap();
            let condition = match name.as_str() {
                "audit_checkpoints" | "audit_verifications" => continue,
                "audit_events" => "action LIKE 'erasure.%' OR action LIKE 'request.completed%'",
                "audit_payloads" => "false",
                _ => "true",
            };
            let sql = format!("SELECT count(*) AS count FROM {name} WHERE {condition}");
            counts.insert(
                name,
                self.query(&sql).await[0].try_get("", "count").unwrap(),
            );
        }
        counts
    }

    async fn states(&self) -> Vec<String> {
        let sql = "SELECT 'request ' || state AS line FROM data_subject_requests \
                   UNION ALL SELECT 'task ' || location || ' ' || state || ' ' || rows_done FROM data_subject_request_tasks \
                   UNION ALL SELECT 'subject ' || state FROM data_subjects ORDER BY line";
        let rows = self.query(sql).await;
        rows.iter()
            .map(|row| row.try_get("", "line").unwrap())
            .collect()
    }

    pub async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        self.superuser.query_all_raw(statement).await.unwrap()
    }

    /// Ends the connections of the test, so that the database can go.
    pub async fn close(self) {
        self.superuser.close().await.unwrap();
    }
}

//! Approved erasures in stores of their own, as often as a test wants them: built once through the API, then copied.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement};
use xorb_domain::identity::Role;

use super::request::Office;
use crate::harness::{CommitProxy, Cut, Mode, Stores, TestApp, XorbProcess};

const PATIENCE: Duration = Duration::from_secs(60);

/// Who is to be erased: the first, or all of them together.
const PEOPLE: [Role; 3] = [Role::Pentester, Role::Viewer, Role::Auditor];

/// Nobody waits longer than needed: what a test is about is order, not time. One job after the other, so that the first takes
/// the others along.
const QUICK: [(&str, &str); 7] = [
    ("XORB__JOBS__CONCURRENCY__ERASURE", "1"),
    ("XORB__AUDIT__CHECKPOINT_SECONDS", "3600"),
    ("XORB__JOBS__LEASE_MS", "2000"),
    ("XORB__JOBS__HEARTBEAT_MS", "200"),
    ("XORB__JOBS__RECONCILE_MS", "50"),
    ("XORB__JOBS__REDISPATCH_MS", "200"),
    ("XORB__JOBS__BACK_OFF_SECONDS__ERASURE", "0"),
];

const RUNS: &str = "SELECT 1 AS one FROM jobs WHERE kind = 'erase_subject' AND attempt > 0";

/// What is left when all erasures are through: rows by table, letters to each person, erasures' jobs that were run, states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub rows: BTreeMap<String, i64>,
    pub letters: Vec<usize>,
    pub runs: usize,
    pub states: Vec<String>,
}

impl Outcome {
    /// The same end, by however many runs: each has effects of its own, and who goes alone has a task for what is empty too.
    pub fn by_any_runs(mut self) -> Self {
        self.runs = 0;
        for table in ["data_subject_request_tasks", "job_effects"] {
            self.rows.remove(table);
        }
        self.states.retain(|state| !state.ends_with(" done 0"));
        self
    }
}

/// Stores with approved erasures that nobody has begun.
pub struct Mold {
    stores: Stores,
    people: &'static [Role],
}

impl Mold {
    /// One person.
    pub async fn new() -> Self {
        Self::of(&PEOPLE[..1]).await
    }

    /// Several people, who wait together.
    pub async fn of_several() -> Self {
        Self::of(&PEOPLE).await
    }

    async fn of(people: &'static [Role]) -> Self {
        let app = TestApp::start(Mode::Distributed).await;
        let office = Office::at_machine_time(&app).await;
        for role in people {
            app.member(*role).await;
        }
        // No other work is in the way of what is to be killed.
        app.run_jobs().await;
        for role in people {
            // One after the other: of jobs of the same instant, anybody's may lead.
            app.clock.advance(TimeDelta::milliseconds(1));
            office.order(&address(*role)).await;
        }
        let stores = app.abandon().await;
        Self { stores, people }
    }

    /// The same again.
    pub async fn cast(&self) -> World {
        let stores = self.stores.copy().await;
        let Stores::Distributed { database, .. } = &stores else {
            unreachable!("a copy is distributed")
        };
        let superuser = Database::connect(&database.superuser_url).await.unwrap();
        World {
            stores,
            superuser,
            people: self.people,
        }
    }
}

fn address(role: Role) -> String {
    format!("{}@acme.example", role.as_str())
}

/// One copy, with nobody at work in it yet.
pub struct World {
    pub stores: Stores,
    superuser: DatabaseConnection,
    people: &'static [Role],
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

    /// Returns once all erasures are completed, and their jobs have ended.
    pub async fn completed(&self) {
        let deadline = Instant::now() + PATIENCE;
        let sql = "SELECT r.state || ' ' || j.state AS now FROM data_subject_requests r \
                   JOIN jobs j ON j.tenant_id = r.tenant_id AND j.id = r.job_id";
        loop {
            let rows = self.query(sql).await;
            let now = rows.iter().map(|row| row.try_get("", "now").unwrap());
            let now: Vec<String> = now.collect();
            if now.iter().all(|now| now == "completed succeeded") {
                return;
            }
            assert!(Instant::now() < deadline, "the erasure is stuck: {now:?}");
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
            letters: self
                .people
                .iter()
                .map(|role| self.stores.mails_to(&address(*role)).len())
                .collect(),
            runs: self.query(RUNS).await.len(),
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

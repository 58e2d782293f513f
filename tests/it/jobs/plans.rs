//! However much is queued, the statements of the engine look at little more than their batch: read from the plans that the
//! database really used, with the rows that each step of them saw.

use std::sync::Arc;

use chrono::TimeDelta;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use serde_json::Value;
use xorb::application::{Application, Sources};
use xorb_domain::Core;
use xorb_domain::jobs::{self, Finish, Outcome, Rotation};
use xorb_domain::settings::{Role, Settings};

use super::fixture::{CLASS, LEASE};
use crate::harness::{Directory, OwnPostgres, own_postgres};

const TENANTS: usize = 20;
const JOBS: usize = 20_000;
const BATCH: usize = 100;
/// A step sees no more rows than this. With a plan that compares everything with everything it would be a hundred times as many.
const MOST: f64 = 500.0;

/// A statement of the engine, and what only it says.
const STATEMENTS: [(&str, &str); 5] = [
    ("who has work", "WITH RECURSIVE hop"),
    ("hand out", "SET dispatched_at ="),
    ("claim", "SET state = 'running'"),
    ("heartbeat", "UPDATE jobs SET lease_until"),
    ("finish", "SET state = 'succeeded'"),
];

/// What the engine must never do, and this test must see.
const CONTROL: &str = "SELECT count(*) FROM jobs WHERE attempt = 0";

#[tokio::test]
async fn each_statement_looks_at_little_more_than_its_batch() {
    let (postgres, directory) = (own_postgres().await, Directory::new("data"));
    let mut options = ConnectOptions::new(superuser_url(&postgres));
    // One connection: only where the module is loaded are its settings known.
    let superuser = Database::connect(options.max_connections(1).to_owned())
        .await
        .unwrap();
    let load = "LOAD 'auto_explain'";
    superuser.execute_unprepared(load).await.unwrap();
    for setting in [
        "session_preload_libraries = 'auto_explain'",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_analyze = on",
        "auto_explain.log_timing = off",
        "auto_explain.log_format = json",
    ] {
        let sql = format!("ALTER SYSTEM SET {setting}");
        superuser.execute_unprepared(&sql).await.unwrap();
    }
    let reload = "SELECT pg_reload_conf()";
    superuser.execute_unprepared(reload).await.unwrap();
    let core = core(&postgres, &directory).await;
    superuser
        .execute_unprepared(&tenants_with_jobs())
        .await
        .unwrap();
    // Planned without statistics, as on the day of the installation.
    for _ in 0..3 {
        work_through_a_batch(&core).await;
    }
    superuser.execute_unprepared(CONTROL).await.unwrap();
    let plans = plans(&postgres.server.log());
    let control = plans.iter().find(|(sql, _)| sql == CONTROL);
    let (_, plan) = control.expect("no plan of the control in the log");
    assert!(
        most_rows(plan) > MOST,
        "not seen: all jobs looked at\n{plan:#}"
    );
    for (name, says) in STATEMENTS {
        let used: Vec<_> = plans.iter().filter(|(sql, _)| sql.contains(says)).collect();
        assert!(!used.is_empty(), "no plan of `{name}` in the log");
        for (_, plan) in used {
            let worst = most_rows(plan);
            assert!(worst <= MOST, "{name}: {worst} rows in a step of\n{plan:#}");
        }
    }
}

async fn work_through_a_batch(core: &Core) {
    let mut rotation = Rotation::new(CLASS, 1_000, TimeDelta::seconds(60));
    let batch = jobs::take(&core.db, &mut rotation, BATCH).await.unwrap();
    assert_eq!(batch.len(), BATCH);
    let claimed = jobs::claim(&core.db, CLASS, &batch, LEASE).await.unwrap();
    let leases: Vec<_> = claimed.iter().map(|claimed| claimed.lease).collect();
    let beats = jobs::heartbeat(&core.db, &leases, LEASE).await.unwrap();
    assert_eq!(beats.len(), BATCH);
    let outcome = Outcome::Succeeded;
    let ends: Vec<_> = leases
        .iter()
        .map(|&lease| Finish { lease, outcome })
        .collect();
    assert_eq!(jobs::finish(&core.db, &ends).await.unwrap().len(), BATCH);
}

fn tenants_with_jobs() -> String {
    format!(
        "INSERT INTO tenants (id, slug, name, status, language, version, created_at) \
           SELECT gen_random_uuid(), 'tenant-' || n, 'Tenant', 'active', 'en', 1, now() FROM generate_series(1, {TENANTS}) n; \
         INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, args, created_at, updated_at) \
           SELECT tenants.id, gen_random_uuid(), 'verify_audit_trail', 'maintenance', 'queued', now(), 5, '{{}}', now(), now() \
           FROM tenants, generate_series(1, {}) WHERE slug LIKE 'tenant-%'",
        JOBS / TENANTS
    )
}

async fn core(postgres: &OwnPostgres, directory: &Directory) -> Arc<Core> {
    let environment = [
        ("XORB__DATA_DIR", directory.path().display().to_string()),
        ("XORB__DATABASE__URL", postgres.url.clone()),
        ("XORB__REDIS__URL", "redis://127.0.0.1:1/0".to_owned()),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let settings = Settings::load(Role::Worker, None, environment).unwrap();
    let application = Application::build(settings, Sources::of_this_machine()).await;
    application.unwrap().core().clone()
}

fn superuser_url(postgres: &OwnPostgres) -> String {
    let database = postgres.url.rsplit('/').next().unwrap();
    postgres.server.superuser_url(database)
}

/// The statements that the server logged, with their plans. A message goes on in lines that begin with a tab.
fn plans(log: &str) -> Vec<(String, Value)> {
    let mut plans = Vec::new();
    let mut lines = log.lines().peekable();
    while let Some(line) = lines.next() {
        if !line.ends_with("plan:") {
            continue;
        }
        let mut document = String::new();
        while let Some(more) = lines.next_if(|line| line.starts_with('\t')) {
            document.push_str(more);
        }
        let plan: Value = serde_json::from_str(&document).unwrap();
        plans.push((
            plan["Query Text"].as_str().unwrap().to_owned(),
            plan["Plan"].clone(),
        ));
    }
    plans
}

/// The most rows that a step of the plan saw, in all its turns together.
fn most_rows(plan: &Value) -> f64 {
    let number = |name: &str| plan[name].as_f64().unwrap_or_default();
    let seen = number("Actual Rows")
        + number("Rows Removed by Filter")
        + number("Rows Removed by Join Filter")
        + number("Rows Removed by Index Recheck");
    let own = seen * number("Actual Loops");
    let steps = plan["Plans"].as_array().into_iter().flatten();
    steps.map(most_rows).fold(own, f64::max)
}

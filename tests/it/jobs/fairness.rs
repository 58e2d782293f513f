//! Tenants share the workers: by turns, by weight, and up to their limits.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::prelude::Uuid;
use tokio_util::sync::CancellationToken;
use xorb_domain::AppError;
use xorb_domain::jobs::{
    self, JobClass, JobContext, JobError, JobKind, JobRef, NewJob, Rotation, claim, enqueue,
};
use xorb_domain::tenants::TenantScope;
use xorb_domain::tenants::quotas::{SetQuotas, set_quotas};
use xorb_worker::runner::{Handlers, run_with};

use super::fixture::LEASE;
use crate::both_modes;
use crate::harness::{Mode, Tenant, TestApp};

const CLASS: JobClass = JobClass::Maintenance;
const JOBS_OF_THE_QUIET: i64 = 60;
const PATIENCE: Duration = Duration::from_secs(30);

async fn put_in(app: &TestApp, scope: &TenantScope, count: usize) {
    let tx = app.core().db.write(scope).await.unwrap();
    for _ in 0..count {
        enqueue(&tx, NewJob::new(JobKind::SweepExpired))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

fn patient(limit: usize) -> Rotation {
    Rotation::new(CLASS, limit, TimeDelta::seconds(60))
}

fn by_tenant(jobs: &[JobRef]) -> HashMap<Uuid, usize> {
    let mut counts = HashMap::new();
    for job in jobs {
        *counts.entry(job.tenant_id).or_default() += 1;
    }
    counts
}

/// Two tenants with many jobs each.
async fn two(app: &TestApp) -> [TenantScope; 2] {
    let tenants = [
        Tenant::sign_up(app, "acme").await.owner.scope,
        Tenant::sign_up(app, "globex").await.owner.scope,
    ];
    app.run_jobs().await;
    for tenant in &tenants {
        put_in(app, tenant, 20).await;
    }
    // None of them as if whoever enqueued it had pushed it.
    let tx = app.core().db.system().await.unwrap();
    let sql = "UPDATE jobs SET dispatched_at = NULL".to_owned();
    tx.execute(sql, []).await.unwrap();
    tx.commit().await.unwrap();
    tenants
}

both_modes! {
    async fn each_tenant_has_its_share_of_a_turn(app: &TestApp) {
        let [acme, globex] = two(app).await;
        let taken = jobs::take(&app.core().db, &mut patient(100), 10).await.unwrap();
        let counts = by_tenant(&taken);
        assert_eq!([counts[&acme.tenant_id()], counts[&globex.tenant_id()]], [5, 5]);
        assert_ne!(taken[0].tenant_id, taken[1].tenant_id, "they alternate");
        app.run_jobs().await;
    }

    async fn a_tenant_of_triple_weight_has_three_times_as_much(app: &TestApp) {
        let [acme, globex] = two(app).await;
        let weight = SetQuotas { job_weight: Some(3), ..SetQuotas::default() };
        set_quotas(app.core(), "acme", weight).await.unwrap();
        let taken = jobs::take(&app.core().db, &mut patient(100), 8).await.unwrap();
        let counts = by_tenant(&taken);
        assert_eq!([counts[&acme.tenant_id()], counts[&globex.tenant_id()]], [6, 2]);
        app.run_jobs().await;
    }

    async fn no_tenant_has_more_under_way_than_its_limit(app: &TestApp) {
        let [acme, globex] = two(app).await;
        let db = &app.core().db;
        let mut rotation = patient(3);
        let taken = jobs::take(db, &mut rotation, 100).await.unwrap();
        let counts = by_tenant(&taken);
        assert_eq!([counts[&acme.tenant_id()], counts[&globex.tenant_id()]], [3, 3]);
        assert!(jobs::take(db, &mut rotation, 100).await.unwrap().is_empty(), "all is handed out");
        let claimed = claim(db, CLASS, &taken, LEASE).await.unwrap();
        assert_eq!(claimed.len(), 6);
        assert!(jobs::take(db, &mut rotation, 100).await.unwrap().is_empty(), "all is running");
        let done = jobs::Finish { lease: claimed[0].lease, outcome: jobs::Outcome::Succeeded };
        jobs::finish(db, &[done]).await.unwrap();
        assert_eq!(jobs::take(db, &mut rotation, 100).await.unwrap().len(), 1, "one has ended");
        let rest: Vec<_> = claimed[1..].iter().map(|claimed| jobs::Finish { lease: claimed.lease, outcome: jobs::Outcome::Succeeded }).collect();
        jobs::finish(db, &rest).await.unwrap();
        app.run_jobs().await;
    }

    async fn what_a_quota_is_must_make_sense(app: &TestApp) {
        Tenant::sign_up(app, "acme").await;
        for weight in [0, -1, 101] {
            let input = SetQuotas { job_weight: Some(weight), ..SetQuotas::default() };
            assert!(set_quotas(app.core(), "acme", input).await.is_err(), "{weight}");
        }
        app.run_jobs().await;
    }
}

/// Jobs of a millisecond.
struct Short;

impl Handlers for Short {
    fn run<'a>(&'a self, _: &'a JobContext) -> BoxFuture<'a, Result<(), JobError>> {
        let work = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(())
        };
        work.boxed()
    }

    fn give_up<'a>(
        &'a self,
        _: &'a JobContext,
        _: &'static str,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        async { Ok(()) }.boxed()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_job_now_and_then_hardly_notices_a_tenant_that_has_queued_a_mountain() {
    let shared = [
        ("XORB__JOBS__CONCURRENCY__MAINTENANCE", "10"),
        ("XORB__JOBS__TENANT_CONCURRENCY__MAINTENANCE", "8"),
    ];
    let app = TestApp::start_with(Mode::Distributed, &shared).await;
    let noisy = Tenant::sign_up(&app, "acme").await.owner.scope;
    let quiet = Tenant::sign_up(&app, "globex").await.owner.scope;
    app.run_jobs().await;
    let stop = CancellationToken::new();
    let loops = run_with(
        app.core().clone(),
        Arc::default(),
        Arc::new(Short),
        stop.clone(),
    );
    let loops = tokio::spawn(loops);
    mountain(&app, &noisy, 20_000).await;
    now_and_then(&app, &quiet).await;
    let left = left(&app).await;
    stop.cancel();
    loops.await.unwrap();
    assert!(left > 1_000, "the mountain was too small: {left}");
    // Behind a queue that knows no tenants it would be the whole mountain. How long they waited, `bench jobs` measures.
    let passed = passed_by(&app, &quiet, &noisy).await;
    assert_eq!(passed.len(), 60);
    assert!(passed.iter().all(|jobs| *jobs < 1_000), "{passed:?}");
    give_up_the_rest(&app).await;
    app.finish().await;
}

/// One job every few milliseconds, until all of them have begun.
async fn now_and_then(app: &TestApp, scope: &TenantScope) {
    for _ in 0..JOBS_OF_THE_QUIET {
        put_in(app, scope, 1).await;
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let deadline = Instant::now() + PATIENCE;
    while begun(app, scope).await < JOBS_OF_THE_QUIET {
        assert!(Instant::now() < deadline, "some never begin");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn begun(app: &TestApp, scope: &TenantScope) -> i64 {
    let sql = "SELECT count(*) FROM jobs WHERE tenant_id = $1 AND kind = 'sweep_expired' AND started_at IS NOT NULL";
    let tx = app.core().db.system().await.unwrap();
    let rows = tx.query(sql.to_owned(), [scope.tenant_id().into()]).await;
    rows.unwrap()[0].try_get_by_index(0).unwrap()
}

/// For each of the quiet tenant's jobs: how many of the noisy one's began between its enqueuing and its beginning.
async fn passed_by(app: &TestApp, quiet: &TenantScope, noisy: &TenantScope) -> Vec<i64> {
    let sql = "SELECT (SELECT count(*) FROM jobs n WHERE n.tenant_id = $2 AND n.started_at > q.created_at \
               AND n.started_at < q.started_at) AS passed \
               FROM jobs q WHERE q.tenant_id = $1 AND q.kind = 'sweep_expired' AND q.started_at IS NOT NULL \
               ORDER BY q.created_at DESC LIMIT 60";
    let tx = app.core().db.system().await.unwrap();
    let values = [quiet.tenant_id().into(), noisy.tenant_id().into()];
    let rows = tx.query(sql.to_owned(), values).await.unwrap();
    let passed = |row: &sea_orm::QueryResult| row.try_get("", "passed").unwrap();
    rows.iter().map(passed).collect()
}

async fn mountain(app: &TestApp, scope: &TenantScope, jobs: u32) {
    let tx = app.core().db.write(scope).await.unwrap();
    let sql = format!(
        "INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, args, created_at, updated_at) \
         SELECT $1, gen_random_uuid(), 'sweep_expired', 'maintenance', 'queued', now(), 5, '{{}}', now(), now() \
         FROM generate_series(1, {jobs})"
    );
    tx.execute(sql, [scope.tenant_id().into()]).await.unwrap();
    tx.commit().await.unwrap();
    app.core().queue.wake_dispatcher(&[CLASS]).await;
}

async fn left(app: &TestApp) -> i64 {
    let tx = app.core().db.system().await.unwrap();
    let sql = "SELECT count(*) FROM jobs WHERE state = 'queued'".to_owned();
    tx.query(sql, []).await.unwrap()[0]
        .try_get_by_index(0)
        .unwrap()
}

async fn give_up_the_rest(app: &TestApp) {
    let tx = app.core().db.system().await.unwrap();
    let sql = "DELETE FROM jobs WHERE state = 'queued'".to_owned();
    tx.execute(sql, []).await.unwrap();
    tx.commit().await.unwrap();
}

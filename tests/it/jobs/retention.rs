//! Finished jobs go when they are old or many; what is alive or owed stays.

use chrono::TimeDelta;
use sea_orm::Value;
use xorb_domain::jobs::{JobKind, NewJob, prune_jobs};
use xorb_domain::{Clock, SystemClock};

use super::fixture::{LEASE, claim, context, enqueue, enqueue_with, finish, states};
use crate::both_modes;
use crate::harness::{Mode, Stores, Tenant, TestApp};

/// Job rows get the database's own time: the process must not live in another year.
fn live_now(app: &TestApp) {
    app.clock.advance(SystemClock.now() - app.clock.now());
}

async fn done(app: &TestApp) {
    let job = enqueue(app.core()).await;
    let claimed = claim(app.core(), job, LEASE).await.unwrap();
    let effect = context(app.core(), &claimed).effect("step").await.unwrap();
    effect.unwrap().commit().await.unwrap();
    assert!(finish(app.core(), &claimed).await);
}

async fn effects(app: &TestApp) -> i64 {
    let tx = app.core().db.system().await.unwrap();
    let sql = "SELECT count(*) FROM job_effects".to_owned();
    let rows = tx.query(sql, []).await.unwrap();
    rows[0].try_get_by_index(0).unwrap()
}

both_modes! {
    async fn a_finished_job_goes_with_its_effects_when_it_is_old(app: &TestApp) {
        live_now(app);
        done(app).await;
        app.clock.advance(TimeDelta::days(29));
        assert_eq!(prune_jobs(app.core()).await.unwrap(), 0, "not a day too early");
        app.clock.advance(TimeDelta::days(2));
        assert_eq!(prune_jobs(app.core()).await.unwrap(), 1);
        assert_eq!((states(app.core()).await.len(), effects(app).await), (0, 0));
    }

    async fn what_waits_or_runs_stays_however_old_it_is(app: &TestApp) {
        live_now(app);
        let waits = enqueue_with(app.core(), NewJob::new(JobKind::SweepExpired)).await;
        let runs = enqueue(app.core()).await;
        let claimed = claim(app.core(), runs, LEASE).await.unwrap();
        app.clock.advance(TimeDelta::days(400));
        assert_eq!(prune_jobs(app.core()).await.unwrap(), 0);
        assert_eq!(states(app.core()).await.len(), 2);
        app.clock.advance(-TimeDelta::days(400));
        assert!(finish(app.core(), &claimed).await);
        let claimed = claim(app.core(), waits, LEASE).await.unwrap();
        assert!(finish(app.core(), &claimed).await);
    }

    async fn of_many_finished_jobs_the_latest_stay(app: &TestApp) {
        live_now(app);
        let tenant = Tenant::sign_up(app, "acme").await;
        app.run_jobs().await;
        finished(&tenant, 1_300).await;
        app.clock.advance(TimeDelta::hours(1));
        prune_jobs_that_keep(app, 100).await;
        assert_eq!(tenant.count("jobs WHERE 1 = 1").await, 100);
    }
}

/// Fills the list of a tenant's jobs.
async fn finished(tenant: &Tenant, count: u32) {
    let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
    let now = tenant.core.clock.now();
    for n in 0..count {
        let at = now - TimeDelta::milliseconds(i64::from(n));
        let values: [Value; 3] = [tx.tenant_id().into(), tx.new_id().into(), at.into()];
        let sql = "INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, args, created_at, finished_at, \
                   updated_at) VALUES ($1, $2, 'send_mail', 'interactive', 'succeeded', $3, 1, '{}', $3, $3, $3)";
        tx.execute(sql, values).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn prune_jobs_that_keep(app: &TestApp, kept: u32) {
    let mut core = app.core().as_ref().clone();
    let mut settings = core.settings.as_ref().clone();
    settings.jobs.keep_finished = kept;
    core.settings = std::sync::Arc::new(settings);
    prune_jobs(&core).await.unwrap();
}

#[tokio::test]
async fn redis_holds_nothing_once_the_work_is_done() {
    let app = TestApp::start(Mode::Distributed).await;
    let Stores::Distributed { redis, .. } = app.stores() else {
        unreachable!()
    };
    for _ in 0..30 {
        enqueue(app.core()).await;
    }
    super::loops::run_until_done(app.core(), 2).await;
    let keys = redis.command(&["KEYS", "*"]);
    // A mark that wakes the dispatcher may be left of the last run: one list of one byte.
    let others = keys
        .lines()
        .filter(|line| !line.starts_with(['*', '$']) && !line.ends_with(":wake"));
    assert_eq!(others.count(), 0, "{keys}");
    app.finish().await;
}

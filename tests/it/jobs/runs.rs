//! How runs begin and end: in order, on time, in time, and without hurting each other.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use xorb_domain::jobs::{self, JobKind, NewJob, cancel_job};
use xorb_domain::{Clock, SystemClock};
use xorb_entities::jobs::JobState;
use xorb_entities::scans::ScanState;

use super::fixture::{CLASS, enqueue, enqueue_with, rotation, states};
use super::loops::{Loops, run_until_done};
use crate::both_modes;
use crate::fixtures::{Reply, WebServer, weak};
use crate::harness::{Mode, Tenant, TestApp};
use crate::scans::fixture::{look, queue_scan};

/// Weak, but silent where the scan is to get stuck.
fn sticky(path: &str) -> Reply {
    if path == "/.git/HEAD" {
        Reply::Silence
    } else {
        weak(path)
    }
}

both_modes! {
    async fn a_job_of_higher_priority_goes_first(app: &TestApp) {
        let core = app.core();
        let usual = enqueue(core).await;
        let urgent = enqueue_with(core, NewJob::new(JobKind::SweepExpired).priority(1)).await;
        let order = [
            jobs::take(&core.db, &mut rotation(), 1).await.unwrap(),
            jobs::take(&core.db, &mut rotation(), 2).await.unwrap(),
        ];
        assert_eq!(order[0], [urgent]);
        assert!(order[1].contains(&usual));
        app.run_jobs().await;
    }

    async fn poison_goes_to_the_dead_letters_and_hurts_nobody_else(app: &TestApp) {
        for _ in 0..5 {
            enqueue(app.core()).await;
        }
        poison(app, "no_such_kind", CLASS.as_str(), "{}").await;
        poison(app, "run_scan", "scan", "{}").await;
        poison(app, "send_mail", "interactive", r#"{"mail_id": "not an id"}"#).await;
        poison(app, "deliver_webhook", "webhook", "[1, 2]").await;
        for _ in 0..5 {
            enqueue(app.core()).await;
        }
        run_until_done(app.core(), 1).await;
        let states = states(app.core()).await;
        let count = |wanted: &str| states.iter().filter(|(state, _)| state == wanted).count();
        assert_eq!((count("succeeded"), count("failed")), (10, 4), "{states:?}");
        assert_eq!(codes(app).await, ["bad_arguments", "bad_arguments", "bad_arguments", "unknown_kind"]);
    }

    async fn a_running_handler_hears_of_its_cancellation_within_two_seconds(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = WebServer::start(weak).await;
        let scan = queue_scan(&tenant, &server).await;
        server.become_like(sticky);
        let loops = Loops::start(app.core(), 1);
        super::scanned::asked_for(&server, "/.git/HEAD").await;
        let asked_at = Instant::now();
        let job = cancel_job(&tenant.core, &tenant.owner, scan.job_id.unwrap()).await.unwrap();
        assert_eq!(job.state, JobState::Running);
        loops.until(|states| states.iter().any(|(state, _)| state == "cancelled")).await;
        assert!(asked_at.elapsed() < Duration::from_secs(2), "{:?}", asked_at.elapsed());
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Cancelled);
        loops.until(|states| states.iter().all(|(state, _)| state != "queued")).await;
        loops.end().await;
    }
}

async fn poison(app: &TestApp, kind: &str, class: &str, args: &str) {
    let tx = app.core().db.write(&app.core().platform()).await.unwrap();
    let now = tx.dialect().now(tx.now());
    let sql = format!(
        "INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, args, created_at, updated_at) \
         VALUES ($1, $2, '{kind}', '{class}', 'queued', {now}, 5, '{args}', {now}, {now})"
    );
    tx.execute(sql, [tx.tenant_id().into(), tx.new_id().into()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn codes(app: &TestApp) -> Vec<String> {
    let tx = app.core().db.system().await.unwrap();
    let sql = "SELECT error_code FROM jobs WHERE error_code IS NOT NULL ORDER BY error_code";
    let rows = tx.query(sql.to_owned(), []).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "error_code").unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_takes_too_long_is_stopped_and_tried_again() {
    let short = [
        ("XORB__JOBS__DEADLINE_SECONDS__SCAN", "1"),
        ("XORB__JOBS__BACK_OFF_SECONDS__SCAN", "600"),
    ];
    let app = TestApp::start_with(Mode::Embedded, &short).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let server = WebServer::start(weak).await;
    let scan = queue_scan(&tenant, &server).await;
    server.become_like(sticky);
    app.run_jobs().await;
    let job = jobs::job(&tenant.reads(), scan.job_id.unwrap())
        .await
        .unwrap();
    assert_eq!(job.state, JobState::Queued);
    assert_eq!(job.error_code.as_deref(), Some("deadline_exceeded"));
    cancel_job(&tenant.core, &tenant.owner, job.id)
        .await
        .unwrap();
    app.finish().await;
}

/// In PostgreSQL, whose clock goes on while the test's stands.
#[tokio::test(flavor = "multi_thread")]
async fn delayed_jobs_begin_when_they_are_due_and_not_at_the_next_look() {
    let app = TestApp::start(Mode::Distributed).await;
    let loops = Loops::start(app.core(), 1);
    for n in 1..=7 {
        app.clock.advance(SystemClock.now() - app.clock.now());
        let due = SystemClock.now() + TimeDelta::milliseconds(300 + 170 * n);
        enqueue_with(app.core(), NewJob::new(JobKind::SweepExpired).run_at(due)).await;
    }
    loops
        .until(|states| states.iter().all(|(state, _)| state == "succeeded"))
        .await;
    loops.end().await;
    let mut late = lateness(&app).await;
    late.sort_unstable();
    assert!(late[0] >= TimeDelta::zero(), "none too early: {late:?}");
    // A look every second would be half a second late.
    assert!(late[3] < TimeDelta::milliseconds(100), "{late:?}");
    app.finish().await;
}

async fn lateness(app: &TestApp) -> Vec<TimeDelta> {
    let tx = app.core().db.system().await.unwrap();
    let sql = "SELECT run_at, started_at FROM jobs".to_owned();
    let rows = tx.query(sql, []).await.unwrap();
    rows.iter()
        .map(|row| {
            let run_at: DateTime<Utc> = row.try_get("", "run_at").unwrap();
            let started_at: DateTime<Utc> = row.try_get("", "started_at").unwrap();
            started_at - run_at
        })
        .collect()
}

//! Workers that are killed, frozen or cut off from Redis in the middle of a scan: everything completes once.

use xorb_entities::scans::ScanState;

use super::scanned::{Scanned, asked_for};
use crate::fixtures::{Reply, WebServer, weak};
use crate::harness::{Mode, Stores, TestApp, XorbProcess};

/// A path that the scan asks for after its first step, and then waits at.
const STUCK_AT: &str = "/.git/HEAD";

/// Weak, but silent where the scan is to get stuck.
fn sticky(path: &str) -> Reply {
    if path == STUCK_AT {
        Reply::Silence
    } else {
        weak(path)
    }
}

fn worker(app: &TestApp) -> XorbProcess {
    let mut environment = app.stores().environment();
    environment.push(("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true".to_owned()));
    XorbProcess::start(&["worker"], &environment)
}

/// What must hold after a scan, however often it was begun.
async fn assert_done_once(app: &TestApp, scanned: &Scanned, attempts: i64) {
    let counts = [
        (
            "SELECT count(*) FROM scan_steps WHERE state <> 'completed'",
            0,
        ),
        (
            "SELECT count(*) FROM audit_events WHERE action = 'scan.finished'",
            1,
        ),
        (
            "SELECT CAST(max(attempt) AS bigint) FROM jobs WHERE kind = 'run_scan'",
            attempts,
        ),
    ];
    for (sql, expected) in counts {
        assert_eq!(scanned.count(app, sql).await, expected, "{sql}");
    }
    let findings = scanned.count(app, "SELECT count(*) FROM findings").await;
    assert!(findings > 0);
    assert_eq!(
        scanned
            .count(app, "SELECT count(*) FROM finding_observations")
            .await,
        findings
    );
    assert_eq!(
        scanned
            .count(
                app,
                "SELECT count(*) FROM finding_events WHERE kind = 'opened'"
            )
            .await,
        findings
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_survives_the_kill_of_its_worker() {
    let app = TestApp::start(Mode::Distributed).await;
    let server = WebServer::start(weak).await;
    let scanned = Scanned::new(&app, &server).await;
    server.become_like(sticky);
    let scan = scanned.start_scan(&app).await;
    let victim = worker(&app);
    asked_for(&server, STUCK_AT).await;
    victim.kill();
    server.become_like(weak);
    let rescuer = worker(&app);
    assert_eq!(scanned.ended(&app, scan.id).await, ScanState::Completed);
    assert!(rescuer.terminate().0.success());
    assert_done_once(&app, &scanned, 2).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_frozen_past_its_lease_writes_nothing_more() {
    let app = TestApp::start(Mode::Distributed).await;
    let server = WebServer::start(weak).await;
    let scanned = Scanned::new(&app, &server).await;
    server.become_like(sticky);
    let scan = scanned.start_scan(&app).await;
    let frozen = worker(&app);
    asked_for(&server, STUCK_AT).await;
    frozen.pause();
    server.become_like(weak);
    let other = worker(&app);
    assert_eq!(scanned.ended(&app, scan.id).await, ScanState::Completed);
    frozen.resume();
    assert!(frozen.terminate().0.success());
    assert!(other.terminate().0.success());
    assert_done_once(&app, &scanned, 2).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_run_while_redis_is_away_and_go_back_to_it() {
    let mut app = TestApp::start(Mode::Distributed).await;
    let server = WebServer::start(weak).await;
    let scanned = Scanned::new(&app, &server).await;
    let mut worker = worker(&app);
    worker.wait_until_ready().await;
    redis(&mut app).stop();
    let scan = scanned.start_scan(&app).await;
    assert_eq!(scanned.ended(&app, scan.id).await, ScanState::Completed);
    redis(&mut app).restart();
    worker.line_with("the queue is back");
    let scan = scanned.start_scan(&app).await;
    assert_eq!(scanned.ended(&app, scan.id).await, ScanState::Completed);
    assert!(worker.terminate().0.success());
    let runs =
        "SELECT count(*) FROM jobs WHERE kind = 'run_scan' AND state = 'succeeded' AND attempt = 1";
    assert_eq!(scanned.count(&app, runs).await, 2);
    app.finish().await;
}

fn redis(app: &mut TestApp) -> &mut crate::harness::TestRedis {
    match app.stores_mut() {
        Stores::Distributed { redis, .. } => redis,
        Stores::Embedded(_) => unreachable!("the test chose the distributed mode"),
    }
}

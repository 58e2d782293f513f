//! Scans that are stopped: by a person, by a switch, by a shutdown.

use super::fixture::{claim, context, look, queue_scan};
use crate::both_modes;
use crate::fixtures::{Reply, weak, weak_web_server};
use crate::harness::{Mode, Tenant, TestApp, user_error};
use xorb_domain::UserErrorCode;
use xorb_domain::jobs::{self, Finish, JobError, Outcome, Stop, StopReason};
use xorb_domain::scans::run::{BeginScan, BeginStep, begin_scan, begin_step};
use xorb_domain::scans::{self, CancelScan, cancel_scan};
use xorb_entities::jobs::JobState;
use xorb_entities::scans::{ScanState, ScanStepState};
use xorb_worker::handlers;

async fn finish(tenant: &Tenant, claimed: &jobs::Claimed, outcome: Outcome) {
    let finish = Finish {
        lease: claimed.lease,
        outcome,
    };
    assert_eq!(
        jobs::finish(&tenant.core.db, &[finish])
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn step_states(tenant: &Tenant, scan: &scans::ScanView) -> Vec<ScanStepState> {
    let steps = scans::scan_steps(&tenant.reads(), &[scan.id])
        .await
        .unwrap();
    steps[&scan.id].iter().map(|step| step.state).collect()
}

both_modes! {
    async fn a_waiting_scan_is_cancelled_at_once_and_once(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let before = server.connections();
        let cancel = CancelScan { scan_id: scan.id };
        let cancelled = cancel_scan(&tenant.core, &tenant.owner, cancel).await.unwrap();
        assert_eq!(cancelled.state, ScanState::Cancelled);
        let again = cancel_scan(&tenant.core, &tenant.owner, cancel).await.unwrap();
        assert_eq!(again.finished_at, cancelled.finished_at);
        assert_eq!(tenant.audited("scan.cancelled", "success").await, 1);
        let job = jobs::job(&tenant.reads(), scan.job_id.unwrap()).await.unwrap();
        assert_eq!(job.state, JobState::Cancelled);
        assert_eq!(step_states(&tenant, &scan).await, [ScanStepState::Cancelled; 5]);
        assert_eq!((app.run_jobs().await, server.connections()), (0, before));
    }

    async fn a_running_scan_is_cancelled_by_its_worker(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let claimed = claim(&tenant, &scan).await;
        cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: scan.id }).await.unwrap();
        let beats = jobs::heartbeat(&tenant.core.db, &[claimed.lease], chrono::TimeDelta::seconds(60)).await.unwrap();
        assert!(beats[0].is_cancel_requested, "the heartbeat carries the request");
        let stop = Stop::default();
        stop.now(StopReason::Cancelled);
        let ended = handlers::run(&context(&tenant, &claimed, &stop)).await;
        assert!(matches!(ended, Err(JobError::Cancelled)));
        finish(&tenant, &claimed, Outcome::Cancelled).await;
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Cancelled);
        assert_eq!(tenant.audited("scan.finished", "success").await, 1);
    }

    async fn an_engine_that_waits_for_a_silent_target_is_stopped_in_the_middle(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        server.become_like(|_| Reply::Silence);
        let claimed = claim(&tenant, &scan).await;
        let stop = Stop::default();
        let running = context(&tenant, &claimed, &stop);
        let (ended, ()) = tokio::join!(handlers::run(&running), async {
            // The front page is asked for in the second step.
            while !server.paths().iter().any(|path| path == "/") {
                tokio::task::yield_now().await;
            }
            stop.now(StopReason::Killed);
        });
        assert!(matches!(ended, Err(JobError::Fail { code: "scans_stopped" })));
        finish(&tenant, &claimed, Outcome::Failed("scans_stopped")).await;
        let killed = look(&tenant, scan.id).await;
        assert_eq!((killed.state, killed.error_code.as_deref()), (ScanState::Killed, Some("scans_stopped")));
        let steps = step_states(&tenant, &scan).await;
        assert_eq!(steps[..3], [ScanStepState::Completed, ScanStepState::Cancelled, ScanStepState::Cancelled]);
        assert_eq!(tenant.audited("scan.finished", "failure").await, 1);
    }

    async fn a_run_that_is_given_back_goes_on_after_the_last_completed_step(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        server.become_like(|_| Reply::Silence);
        let claimed = claim(&tenant, &scan).await;
        let stop = Stop::default();
        let running = context(&tenant, &claimed, &stop);
        let (ended, ()) = tokio::join!(handlers::run(&running), async {
            while !server.paths().iter().any(|path| path == "/") {
                tokio::task::yield_now().await;
            }
            stop.now(StopReason::ShuttingDown);
        });
        assert!(matches!(ended, Err(JobError::GiveBack)));
        finish(&tenant, &claimed, Outcome::GivenBack).await;
        let between = step_states(&tenant, &scan).await;
        assert_eq!(between[..3], [ScanStepState::Completed, ScanStepState::Running, ScanStepState::Pending]);
        server.become_like(weak);
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Completed);
        assert_eq!(tenant.count("job_effects WHERE step = 'step 0'").await, 1);
    }

    async fn a_run_without_its_lease_changes_nothing(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let claimed = claim(&tenant, &scan).await;
        finish(&tenant, &claimed, Outcome::GivenBack).await;
        let before = server.connections();
        let late = handlers::run(&context(&tenant, &claimed, &Stop::default())).await;
        assert!(matches!(late, Err(JobError::Fenced)));
        assert_eq!(server.connections(), before);
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Queued);
        app.run_jobs().await;
    }

    async fn a_switch_that_is_pulled_is_seen_before_the_next_step(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let before = server.connections();
        let claimed = claim(&tenant, &scan).await;
        let running = context(&tenant, &claimed, &Stop::default());
        let tx = running.fenced().await.unwrap();
        let BeginScan::Go(ticket) = begin_scan(&tx, scan.id).await.unwrap() else { panic!("it may begin") };
        tx.commit().await.unwrap();
        // No heartbeat tells this run: only the authorisation before its step does.
        scans::stop_all_scans(&tenant.core).await.unwrap();
        let tx = running.fenced().await.unwrap();
        let begun = begin_step(&tx, &ticket, &ticket.steps[0]).await.unwrap();
        assert_eq!(begun, BeginStep::Refused("scans_stopped"));
        drop(tx);
        let ended = handlers::run(&running).await;
        assert!(matches!(ended, Err(JobError::Fail { code: "scans_stopped" })), "{ended:?}");
        finish(&tenant, &claimed, Outcome::Failed("scans_stopped")).await;
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Killed);
        assert_eq!(server.connections(), before);
    }

    async fn a_scan_that_was_begun_and_lost_its_worker_is_ended_while_scans_are_stopped(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let before = server.connections();
        let claimed = claim(&tenant, &scan).await;
        let begun = context(&tenant, &claimed, &Stop::default()).fenced().await.unwrap();
        begin_scan(&begun, scan.id).await.unwrap();
        begun.commit().await.unwrap();
        scans::stop_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        finish(&tenant, &claimed, Outcome::GivenBack).await;
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Killed);
        assert_eq!(server.connections(), before);
    }

    async fn a_scan_that_was_claimed_and_not_begun_waits_while_scans_are_stopped(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let claimed = claim(&tenant, &scan).await;
        finish(&tenant, &claimed, Outcome::NotBegun).await;
        scans::stop_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        assert_eq!(app.run_jobs().await, 0);
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Queued);
        scans::release_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Completed);
    }

    async fn a_scan_whose_job_lost_every_worker_has_failed_too(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let claimed = claim(&tenant, &scan).await;
        let begun = context(&tenant, &claimed, &Stop::default()).fenced().await.unwrap();
        begin_scan(&begun, scan.id).await.unwrap();
        begun.commit().await.unwrap();
        finish(&tenant, &claimed, Outcome::Failed("worker_lost")).await;
        jobs::settle_lost(&tenant.core, claimed.lease.job).await.unwrap();
        let lost = look(&tenant, scan.id).await;
        assert_eq!((lost.state, lost.error_code.as_deref()), (ScanState::Failed, Some("worker_lost")));
        jobs::settle_lost(&tenant.core, claimed.lease.job).await.unwrap();
        assert_eq!(tenant.audited("scan.finished", "failure").await, 1);
    }

    async fn an_ended_scan_is_not_cancelled(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        app.run_jobs().await;
        let late = cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: scan.id }).await;
        assert_eq!(user_error(late).0, UserErrorCode::InvalidState);
    }
}

#[tokio::test]
async fn a_scan_that_takes_too_long_ends_with_what_it_has_seen() {
    let limit = ("XORB__SCAN__MAX_DURATION_SECONDS", "1");
    let app = TestApp::start_with(Mode::Embedded, &[limit]).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let server = weak_web_server().await;
    let scan = queue_scan(&tenant, &server).await;
    server.become_like(|_| Reply::Silence);
    app.run_jobs().await;
    assert_eq!(
        look(&tenant, scan.id).await.state,
        ScanState::CompletedPartially
    );
    let steps = scans::scan_steps(&tenant.reads(), &[scan.id])
        .await
        .unwrap();
    let codes: Vec<_> = steps[&scan.id]
        .iter()
        .map(|step| step.error_code.as_deref())
        .collect();
    let late = Some("scan_timed_out");
    assert_eq!(codes, [None, late, late, late, late]);
    app.finish().await;
}

#[tokio::test]
async fn a_target_that_does_not_answer_is_tried_again_later() {
    let app = TestApp::start(Mode::Embedded).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let server = weak_web_server().await;
    let scan = queue_scan(&tenant, &server).await;
    drop(server);
    assert_eq!(app.run_jobs().await, 1);
    let job = jobs::job(&tenant.reads(), scan.job_id.unwrap())
        .await
        .unwrap();
    assert_eq!(
        (job.state, job.attempt, job.error_code.as_deref()),
        (JobState::Queued, 1, Some("target_refused"))
    );
    assert_eq!(look(&tenant, scan.id).await.state, ScanState::Authorizing);
    cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: scan.id })
        .await
        .unwrap();
    app.finish().await;
}

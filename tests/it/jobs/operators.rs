//! `xorb jobs`: what operators see of all tenants' jobs, and do to them. And what they see in the metrics.

use xorb_domain::jobs::{Finish, JobKind, NewJob, Outcome, finish};
use xorb_entities::ids::JobId;

use super::fixture::{LEASE, claim, enqueue, enqueue_with, states};
use crate::harness::{Mode, TestApp, XorbProcess};

/// What a command says; it must succeed, or fail, as it is expected to.
fn xorb(app: &TestApp, arguments: &[&str], succeeds: bool) -> String {
    let mut environment = app.stores().environment();
    environment.push(("XORB__LOG__LEVEL", "warn".to_owned()));
    let (status, output) = XorbProcess::start(arguments, &environment).exit();
    assert_eq!(status.success(), succeeds, "{arguments:?}: {output}");
    output
}

async fn dead_letter(app: &TestApp) -> String {
    let job = enqueue(app.core()).await;
    let claimed = claim(app.core(), job, LEASE).await.unwrap();
    let outcome = Outcome::Failed("internal");
    let end = Finish {
        lease: claimed.lease,
        outcome,
    };
    finish(&app.core().db, &[end]).await.unwrap();
    JobId::from(job.job_id).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_list_retry_cancel_and_drain() {
    let app = TestApp::start(Mode::Distributed).await;
    let dead = dead_letter(&app).await;
    let waits = enqueue_with(app.core(), NewJob::new(JobKind::SweepExpired)).await;
    let waits = JobId::from(waits.job_id).to_string();
    let list = xorb(&app, &["jobs", "list", "--state", "failed"], true);
    assert!(list.contains(&dead) && list.contains("internal"), "{list}");
    assert!(!list.contains(&waits), "{list}");
    let list = xorb(&app, &["jobs", "list", "--kind", "sweep_expired"], true);
    assert!(list.contains(&waits) && !list.contains(&dead), "{list}");
    xorb(&app, &["jobs", "cancel", &waits], true);
    xorb(&app, &["jobs", "retry", &waits], false);
    xorb(&app, &["jobs", "retry", "--all-failed"], true);
    let drained = xorb(&app, &["jobs", "drain"], true);
    assert!(drained.contains("Nothing is due"), "{drained}");
    let states: Vec<_> = states(app.core())
        .await
        .into_iter()
        .map(|(state, _)| state)
        .collect();
    assert_eq!(states, ["succeeded", "cancelled"]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_with_a_way_forward() {
    let app = TestApp::start(Mode::Distributed).await;
    let output = xorb(&app, &["jobs", "list", "--kind", "run_scans"], false);
    assert!(output.contains("run_scan, send_mail"), "{output}");
    xorb(&app, &["jobs", "retry"], false);
    let nobodys = JobId::from(sea_orm::prelude::Uuid::from_u128(7)).to_string();
    let output = xorb(&app, &["jobs", "cancel", &nobodys], false);
    assert!(output.contains(&nobodys), "{output}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_say_what_waits_how_long_and_how_runs_end() {
    let app = TestApp::start(Mode::Distributed).await;
    enqueue(app.core()).await;
    let mut worker = XorbProcess::start(&["worker"], &app.stores().environment());
    worker.wait_until_ready().await;
    let metrics = format!("{}/metrics", worker.addresses().1);
    let done = "xorb_job_runs_total{class=\"maintenance\",end=\"succeeded\"} 1";
    let text = loop {
        let text = reqwest::get(&metrics).await.unwrap().text().await.unwrap();
        if text.contains(done) && text.contains("xorb_jobs{") {
            break text;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    for line in [
        "xorb_job_wait_seconds_count{class=\"maintenance\"} 1",
        "xorb_job_run_seconds_count{class=\"maintenance\"} 1",
        "xorb_job_runs_fenced_total 0",
        "xorb_jobs_requeued_total 0",
        "xorb_jobs_lost_total 0",
    ] {
        assert!(
            text.lines().any(|written| written == line),
            "{line}:\n{text}"
        );
    }
    assert!(
        text.contains("xorb_jobs{class=\"scan\",state=\"ready\"} 0"),
        "{text}"
    );
    assert!(
        text.contains("xorb_jobs_oldest_seconds{class=\"scan\"} 0"),
        "{text}"
    );
    assert!(worker.terminate().0.success());
    app.finish().await;
}

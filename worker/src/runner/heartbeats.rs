//! Keeps the leases of this process alive, and stops what must stop.
//!
//! A process that can't renew its leases for as long as they last stops its handlers: somebody else may own the jobs,
//! and a kill switch can't be read.

use std::collections::HashMap;
use std::time::Instant;

use tokio_util::sync::CancellationToken;
use xorb_domain::jobs::{self, Beat, JobClass, JobRef, StopReason};

use super::engine::{Engine, delta};
use super::running::Run;

/// Beats until stopped; stopped last of all, after the last end is written.
pub(super) async fn run(engine: Engine, stop: CancellationToken) {
    let jobs = engine.core.settings.jobs.clone();
    let mut last_success = Instant::now();
    while stop
        .run_until_cancelled(tokio::time::sleep(jobs.heartbeat))
        .await
        .is_some()
    {
        let runs = engine.running.all();
        let leases: Vec<_> = runs.iter().map(|run| run.lease).collect();
        match jobs::heartbeat(&engine.core.db, &leases, delta(jobs.lease)).await {
            Ok(beats) => {
                last_success = Instant::now();
                tell(runs, &beats);
            }
            Err(error) => {
                tracing::warn!(error = %error.chain(), "leases could not be renewed");
                if last_success.elapsed() >= jobs.lease {
                    engine.running.stop_all(StopReason::LeaseLost);
                }
            }
        }
    }
}

fn tell(runs: Vec<Run>, beats: &[Beat]) {
    let beats: HashMap<JobRef, &Beat> = beats.iter().map(|beat| (beat.job, beat)).collect();
    for run in runs {
        match beats.get(&run.lease.job) {
            None => run.stop.now(StopReason::LeaseLost),
            Some(beat) if beat.is_scan_stopped && run.class == JobClass::Scan => {
                run.stop.now(StopReason::Killed);
            }
            Some(beat) if beat.is_cancel_requested => run.stop.now(StopReason::Cancelled),
            Some(_) => {}
        }
    }
}

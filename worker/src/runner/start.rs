//! Starts the loops, and ends them in order.
//!
//! Order at the end: no new claims; what was claimed but not started is given back; running handlers may finish, and
//! shortly before the time is up they are told to give back; the last ends are written; only then the heartbeats stop.

use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::Monitor;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use xorb_domain::Core;
use xorb_domain::jobs::{Finish, JobClass, Outcome, StopReason};

use super::backend::ClaimedJobs;
use super::counters::JobCounters;
use super::engine::{Engine, of_class};
use super::fetcher::{Fetcher, hand_back};
use super::handlers::{Handlers, OwnHandlers};
use super::running::Running;
use super::{completer, dispatcher, heartbeats, observer, pool, reconciler, scheduler};

/// How long handlers have, of the time for shutting down, to give their jobs back.
const GIVE_BACK_TIME: Duration = Duration::from_secs(2);

/// Runs the job engine until `stop`, then ends it within the configured time.
pub async fn run(core: Arc<Core>, counters: Arc<JobCounters>, stop: CancellationToken) {
    run_with(core, counters, Arc::new(OwnHandlers), stop).await;
}

/// The same with other handlers, for tests and benchmarks.
pub async fn run_with(
    core: Arc<Core>,
    counters: Arc<JobCounters>,
    handlers: Arc<dyn Handlers>,
    stop: CancellationToken,
) {
    let (finishes, ends) = mpsc::unbounded_channel();
    let engine = Engine {
        core,
        counters,
        handlers,
        running: Running::default(),
        finishes,
    };
    let timeout = engine.core.settings.jobs.shutdown_timeout;
    let (loops, heart) = (TaskTracker::new(), CancellationToken::new());
    let (monitor, pools) = start_pools(&engine, &loops, &stop);
    loops.spawn(dispatcher::run(engine.clone(), stop.clone()));
    loops.spawn(reconciler::run(engine.clone(), stop.clone()));
    loops.spawn(scheduler::run(engine.clone(), stop.clone()));
    loops.spawn(observer::run(engine.clone(), stop.clone()));
    let beating = tokio::spawn(heartbeats::run(engine.clone(), heart.clone()));
    let completing = tokio::spawn(completer::run(engine.clone(), ends));
    loops.close();
    let (halt, halted) = (CancellationToken::new(), stop.clone());
    let signal = halt.clone();
    let running_pools = tokio::spawn(monitor.run_with_signal(async move {
        signal.cancelled().await;
        Ok(())
    }));
    halted.cancelled().await;
    loops.wait().await;
    for assignment in pools.iter().flat_map(ClaimedJobs::take_unstarted) {
        let finish = Finish {
            lease: assignment.claimed.lease,
            outcome: Outcome::NotBegun,
        };
        let _ = engine.finishes.send(finish);
    }
    halt.cancel();
    let running = engine.running.clone();
    let reminder = tokio::spawn(async move {
        tokio::time::sleep(timeout.saturating_sub(GIVE_BACK_TIME)).await;
        running.stop_all(StopReason::ShuttingDown);
    });
    let _ = tokio::time::timeout(timeout, running_pools).await;
    reminder.abort();
    finish_up(engine, completing).await;
    heart.cancel();
    let _ = beating.await;
}

/// A pool for each class, and what brings its jobs.
fn start_pools(
    engine: &Engine,
    loops: &TaskTracker,
    stop: &CancellationToken,
) -> (Monitor, Vec<ClaimedJobs>) {
    let mut monitor = Monitor::new()
        .shutdown_timeout(engine.core.settings.jobs.shutdown_timeout)
        .should_restart(|_, _| true);
    let mut pools = Vec::new();
    for class in JobClass::ALL {
        let places = *of_class(&engine.core.settings.jobs.concurrency, class);
        let (sender, receiver) = mpsc::unbounded_channel();
        let jobs = ClaimedJobs::new(engine.clone(), receiver);
        monitor = pool::register(monitor, engine.clone(), class, places, jobs.clone());
        let fetcher = Fetcher::new(engine.clone(), class, places, sender);
        loops.spawn(fetcher.run(stop.clone()));
        loops.spawn(hand_back(engine.clone(), class, jobs.clone(), stop.clone()));
        pools.push(jobs);
    }
    (monitor, pools)
}

/// Gives back whatever still runs, and waits until the last end is written.
async fn finish_up(engine: Engine, completing: tokio::task::JoinHandle<()>) {
    for run in engine.running.all() {
        run.stop.now(StopReason::ShuttingDown);
        let _ = engine.finishes.send(Finish {
            lease: run.lease,
            outcome: Outcome::GivenBack,
        });
    }
    while !engine.running.all().is_empty() && !completing.is_finished() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    completing.abort();
}

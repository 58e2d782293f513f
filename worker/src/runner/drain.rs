//! Runs everything that is due, in this process, one job after the other, until nothing is.

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::{Semaphore, mpsc};
use xorb_domain::jobs::{self, Finish, JobClass, Rotation, Stop};
use xorb_domain::{AppError, Core};

use super::assignment::Assignment;
use super::engine::{Engine, claim, delta};
use super::handlers::OwnHandlers;
use super::run_job::execute;
use super::running::Running;

/// Runs all due jobs of all classes and returns how many runs there were. For a single process that has no loops
/// running: a drained queue before an upgrade, a test.
///
/// # Errors
/// As the database says.
pub async fn run_until_idle(core: Arc<Core>) -> Result<usize, AppError> {
    let engine = Engine {
        core,
        counters: Arc::default(),
        handlers: Arc::new(OwnHandlers),
        running: Running::default(),
        finishes: mpsc::unbounded_channel().0,
    };
    let places = Arc::new(Semaphore::new(1));
    let mut runs = 0;
    loop {
        let before = runs;
        for class in JobClass::ALL {
            // Whatever was handed out already is handed out again: nobody else is there to run it.
            let mut rotation = Rotation::new(class, usize::MAX, TimeDelta::seconds(-1));
            let jobs = jobs::take(&engine.core.db, &mut rotation, 100).await?;
            let lease = delta(engine.core.settings.jobs.lease);
            for job in jobs {
                for claimed in claim(&engine, class, &[job], lease).await? {
                    let Ok(place) = places.clone().acquire_owned().await else {
                        continue;
                    };
                    let assignment = Assignment::new(claimed, Stop::default(), place);
                    if let Some(outcome) = execute(&engine, &assignment).await {
                        let finish = Finish {
                            lease: assignment.claimed.lease,
                            outcome,
                        };
                        jobs::finish(&engine.core.db, &[finish]).await?;
                    }
                    runs += 1;
                }
            }
        }
        if runs == before {
            return Ok(runs);
        }
    }
}

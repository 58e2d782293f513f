//! One apalis worker per class: tracing, a concurrency limit, and panics that end a run instead of the process.

use apalis::layers::WorkerBuilderExt;
use apalis::prelude::{Monitor, ParallelizeExt, WorkerBuilder};
use xorb_domain::jobs::JobClass;
use xorb_domain::rng::random_id;

use super::backend::ClaimedJobs;
use super::engine::Engine;
use super::run_job::run_job;

/// Adds the pool of a class.
pub(super) fn register(
    monitor: Monitor,
    engine: Engine,
    class: JobClass,
    places: usize,
    jobs: ClaimedJobs,
) -> Monitor {
    monitor.register(move |_| {
        // Unique per start of the process, as apalis demands.
        let name = format!("{}-{}", class.as_str(), random_id(engine.core.rng.as_ref()));
        WorkerBuilder::new(name)
            .backend(jobs.clone())
            .data(engine.clone())
            .concurrency(places)
            .catch_panic()
            .parallelize(tokio::spawn)
            .build(run_job)
    })
}

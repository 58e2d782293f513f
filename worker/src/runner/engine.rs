//! What the loops of one process share.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use xorb_domain::jobs::{self, Claimed, Finish, JobClass, JobRef, Rotation, ScanLimits};
use xorb_domain::settings::PerClass;
use xorb_domain::{AppError, Core};

use super::counters::JobCounters;
use super::handlers::Handlers;
use super::running::Running;

/// The shared part of the runner. Cheap to clone.
#[derive(Clone)]
pub(super) struct Engine {
    pub(super) core: Arc<Core>,
    pub(super) counters: Arc<JobCounters>,
    pub(super) handlers: Arc<dyn Handlers>,
    pub(super) running: Running,
    pub(super) finishes: mpsc::UnboundedSender<Finish>,
}

impl Engine {
    /// The turns of a class, with the configured limits.
    pub(super) fn rotation(&self, class: JobClass) -> Rotation {
        let jobs = &self.core.settings.jobs;
        Rotation::new(
            class,
            *of_class(&jobs.tenant_concurrency, class),
            delta(jobs.redispatch),
        )
    }
}

/// Claims jobs of a class; of scans none whose target or tenant has enough.
pub(super) async fn claim(
    engine: &Engine,
    class: JobClass,
    jobs: &[JobRef],
    lease: chrono::TimeDelta,
) -> Result<Vec<Claimed>, AppError> {
    let (db, settings) = (&engine.core.db, &engine.core.settings);
    match class {
        JobClass::Scan => {
            let limits = ScanLimits {
                of_target: settings.scan.max_running_per_target,
                of_tenant: settings.jobs.tenant_concurrency.scan,
            };
            jobs::claim_scans(db, jobs, lease, limits).await
        }
        _ => jobs::claim(db, class, jobs, lease).await,
    }
}

/// The setting of a class.
pub(super) fn of_class<T>(settings: &PerClass<T>, class: JobClass) -> &T {
    match class {
        JobClass::Erasure => &settings.erasure,
        JobClass::Interactive => &settings.interactive,
        JobClass::Scan => &settings.scan,
        JobClass::Webhook => &settings.webhook,
        JobClass::Maintenance => &settings.maintenance,
    }
}

/// A configured duration, for the database's arithmetic.
pub(super) fn delta(duration: Duration) -> chrono::TimeDelta {
    chrono::TimeDelta::from_std(duration).unwrap_or(chrono::TimeDelta::MAX)
}

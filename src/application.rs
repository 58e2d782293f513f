//! A process put together from its settings, shared by `main` and the tests.
//!
//! `build` opens the house and checks its walls; what runs in it is started part by part, so that a test can have the API
//! without the loops of the worker.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::bail;
use tokio_util::sync::CancellationToken;
use xorb_api::admin::MetricSource;
use xorb_domain::settings::{Role, Settings};
use xorb_domain::{AppError, Core};
use xorb_worker::runner::JobCounters;

use crate::startup;

pub use crate::startup::Sources;

/// Everything opened, nothing started.
pub struct Application {
    core: Arc<Core>,
    job_counters: Arc<JobCounters>,
    /// What the database's log-in role could step over, where that is only worth a warning.
    weak_wall: Option<String>,
}

impl Application {
    /// Opens the house over a database that is reachable and migrated. Mails link to `listener` unless the settings name a
    /// public address.
    ///
    /// # Errors
    /// If a key is missing, or if a production role is to run with a log-in role that can step over row-level security.
    pub async fn build(
        settings: Settings,
        listener: Option<SocketAddr>,
        sources: Sources,
    ) -> anyhow::Result<Self> {
        startup::prepare_data_dir(&settings)?;
        let role = settings.role;
        let core = Arc::new(startup::open_core(settings, listener, sources).await?);
        let weak_wall = match core.db.check_wall().await {
            Ok(()) => None,
            Err(AppError::BadInput(fault)) if role == Role::Embedded => Some(fault),
            Err(AppError::BadInput(fault)) => bail!(fault),
            Err(error) => return Err(error.into()),
        };
        core.prepare().await?;
        Ok(Self {
            core,
            job_counters: Arc::default(),
            weak_wall,
        })
    }

    /// Keeps scans away from listeners of this process, whose ports the settings need not name.
    pub(crate) fn protect(&self, listeners: impl IntoIterator<Item = SocketAddr>) {
        let own = self.core.network.policy().own_endpoints();
        listeners.into_iter().for_each(|listener| own.add(listener));
    }

    /// The house.
    #[must_use]
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// What this process has to tell in numbers.
    pub(crate) fn metrics(&self) -> Vec<MetricSource> {
        let jobs = Arc::clone(&self.job_counters);
        vec![Arc::new(move |text: &mut String| jobs.write(text))]
    }

    pub(crate) fn weak_wall(&self) -> Option<&str> {
        self.weak_wall.as_deref()
    }

    /// Does what the role is for, until `stop`; then ends it in order.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        self.run_worker(stop).await;
    }

    /// Runs jobs until `stop`, then lets running ones finish or give back their lease.
    pub async fn run_worker(&self, stop: CancellationToken) {
        xorb_worker::runner::run(Arc::clone(&self.core), Arc::clone(&self.job_counters), stop)
            .await;
    }
}

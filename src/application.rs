//! A process put together from its settings, shared by `main` and the tests.
//!
//! `build` opens the house and checks its walls; what runs in it is started part by part, so that a test can have the API
//! without the loops of the worker.

use std::sync::Arc;

use actix_web::web::Data;
use anyhow::{anyhow, bail};
use tokio_util::sync::CancellationToken;
use xorb_api::Edge;
use xorb_api::admin::MetricSource;
use xorb_api::health::Readiness;
use xorb_api::tls::Entrance;
use xorb_domain::audit::run_checkpoints;
use xorb_domain::privacy::{RequestNumbers, run_request_numbers};
use xorb_domain::rate_limits::watch_rate_limits;
use xorb_domain::settings::{Role, Settings};
use xorb_domain::{AppError, Core};
use xorb_worker::runner::JobCounters;

use crate::edge::{open_edge, open_operators_edge};
use crate::readiness::HouseReadiness;
use crate::startup::{self, DataDirInUse};

pub use crate::startup::Sources;

/// Everything opened, nothing started.
pub struct Application {
    core: Arc<Core>,
    /// A worker has none.
    edge: Option<Data<Edge>>,
    operators: Option<Data<Edge>>,
    readiness: Arc<HouseReadiness>,
    job_counters: Arc<JobCounters>,
    request_numbers: Arc<RequestNumbers>,
    /// What the database's log-in role could step over, where that is only worth a warning.
    weak_wall: Option<String>,
    _data_dir: DataDirInUse,
}

impl Application {
    /// Opens the house over a database that is reachable and migrated. The listeners in the settings must be the bound
    /// ones: mails link to them unless there is a public address, and scans never touch them.
    ///
    /// # Errors
    /// If a key is missing, or if a production role is to run with a log-in role that can step over row-level security.
    pub async fn build(settings: Settings, sources: Sources) -> anyhow::Result<Self> {
        let data_dir = startup::prepare_data_dir(&settings)?;
        let role = settings.role;
        let core = Arc::new(Box::pin(startup::open_core(settings, sources)).await?);
        let weak_wall = match core.db.check_wall().await {
            Ok(()) => None,
            Err(AppError::BadInput(fault)) if role == Role::Embedded => Some(fault),
            Err(AppError::BadInput(fault)) => bail!(fault),
            Err(error) => return Err(error.into()),
        };
        Box::pin(core.prepare()).await?;
        let readiness = Arc::new(HouseReadiness {
            db: core.db.clone(),
            stopping: CancellationToken::new(),
        });
        let (edge, operators) = match role {
            Role::Worker => (None, None),
            Role::Api | Role::Embedded => (
                Some(open_edge(&core, readiness.clone())?),
                Some(open_operators_edge(&core, readiness.clone())?),
            ),
        };
        Ok(Self {
            core,
            edge,
            operators,
            readiness,
            job_counters: Arc::default(),
            request_numbers: Arc::default(),
            weak_wall,
            _data_dir: data_dir,
        })
    }

    /// The house.
    #[must_use]
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// The edge, to send it requests without a listener. A worker has none.
    #[must_use]
    pub fn edge(&self) -> Option<Data<Edge>> {
        self.edge.clone()
    }

    /// The operators' edge, for the admin listener. A worker has none.
    #[must_use]
    pub fn operators(&self) -> Option<Data<Edge>> {
        self.operators.clone()
    }

    /// Does what the role is for, until `stop`; then ends it in order. `http` is the public entrance, where there is one.
    pub(crate) async fn run(
        &self,
        http: Option<Entrance>,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let readiness = Arc::clone(&self.readiness);
        let asked = stop.clone();
        tokio::spawn(async move {
            asked.cancelled().await;
            readiness.stopping.cancel();
        });
        let serving = async {
            let served = match http {
                Some(entrance) => self.serve_http(entrance, stop.clone()).await,
                None => Ok(()),
            };
            if served.is_err() {
                stop.cancel();
            }
            served
        };
        let working = async {
            if self.core.settings.role != Role::Api {
                self.run_worker(stop.clone()).await;
            }
        };
        let checkpoints = run_checkpoints(Arc::clone(&self.core), stop.clone());
        let numbers = Arc::clone(&self.request_numbers);
        let counts = run_request_numbers(Arc::clone(&self.core), numbers, stop.clone());
        let (served, (), (), ()) = tokio::join!(serving, working, checkpoints, counts);
        served
    }

    /// Serves the API until `stop`, then lets running requests finish and closes the sockets.
    ///
    /// # Errors
    /// If the listener can't be used, or the role has no API.
    pub async fn serve_http(
        &self,
        entrance: impl Into<Entrance>,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let edge = self
            .edge
            .clone()
            .ok_or_else(|| anyhow!("a worker has no API"))?;
        let server =
            xorb_api::http::serve(edge.clone(), entrance, self.core.settings.http.threads)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        tokio::spawn(watch_rate_limits(Arc::clone(&self.core), stop.clone()));
        stop.cancelled().await;
        edge.close_sockets();
        handle.stop(true).await;
        Ok(server.await??)
    }

    /// Runs jobs until `stop`, then lets running ones finish or give back their lease.
    pub async fn run_worker(&self, stop: CancellationToken) {
        xorb_worker::runner::run(Arc::clone(&self.core), Arc::clone(&self.job_counters), stop)
            .await;
    }

    pub(crate) fn readiness(&self) -> Arc<dyn Readiness> {
        self.readiness.clone()
    }

    /// What this process has to tell in numbers.
    pub(crate) fn metrics(&self) -> Vec<MetricSource> {
        let jobs = Arc::clone(&self.job_counters);
        let mut sources: Vec<MetricSource> =
            vec![Arc::new(move |text: &mut String| jobs.write(text))];
        let requests = Arc::clone(&self.request_numbers);
        sources.push(Arc::new(move |text: &mut String| requests.write(text)));
        if let Some(edge) = self.edge.clone() {
            sources.push(Arc::new(move |text: &mut String| edge.write_metrics(text)));
        }
        sources
    }

    pub(crate) fn weak_wall(&self) -> Option<&str> {
        self.weak_wall.as_deref()
    }
}

//! What `/readyz` and `/metrics` say from the first moment on: before the house is open, while it is, and while it closes.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use xorb_api::admin::{AdminParts, MetricSource};
use xorb_api::health::Readiness;
use xorb_domain::db::Db;

use crate::application::Application;
use crate::startup::WaitingFor;

/// Shorter than the patience of whoever asks, so that the answer names the reason.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shared by the listeners of a process.
pub(crate) struct Health {
    waiting_for: WaitingFor,
    opened: OnceLock<Opened>,
    stop: CancellationToken,
}

struct Opened {
    db: Db,
    metrics: Vec<MetricSource>,
}

impl Health {
    pub(crate) fn new(stop: CancellationToken) -> Arc<Self> {
        let waiting_for = watch::Sender::new(Some("database"));
        Arc::new(Self {
            waiting_for,
            opened: OnceLock::new(),
            stop,
        })
    }

    /// Where to say what the process waits for.
    pub(crate) fn waiting_for(&self) -> &WaitingFor {
        &self.waiting_for
    }

    /// The house is open: from now on its database decides.
    pub(crate) fn opened(&self, application: &Application) {
        let opened = Opened {
            db: application.core().db.clone(),
            metrics: application.metrics(),
        };
        if self.opened.set(opened).is_ok() {
            self.waiting_for.send_replace(None);
        }
    }

    /// What the admin listener shows.
    pub(crate) fn admin_parts(self: &Arc<Self>) -> AdminParts {
        let health = Arc::clone(self);
        let write_metrics: MetricSource = Arc::new(move |text: &mut String| {
            let sources = health
                .opened
                .get()
                .into_iter()
                .flat_map(|opened| &opened.metrics);
            sources.for_each(|source| source(text));
        });
        AdminParts {
            readiness: Arc::clone(self) as Arc<dyn Readiness>,
            metrics: vec![write_metrics],
        }
    }

    async fn judge(&self) -> Result<(), String> {
        if self.stop.is_cancelled() {
            return Err("stopping".to_owned());
        }
        let waiting_for = *self.waiting_for.borrow();
        match (waiting_for, self.opened.get()) {
            (Some(what), _) => Err(format!("waiting for the {what}")),
            (None, Some(opened)) => match timeout(PATIENCE, opened.db.ping()).await {
                Ok(Ok(())) => Ok(()),
                _ => Err("the database does not answer".to_owned()),
            },
            (None, None) => Err("starting".to_owned()),
        }
    }
}

impl Readiness for Health {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        self.judge().boxed()
    }
}

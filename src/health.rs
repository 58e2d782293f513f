//! What `/readyz` and `/metrics` say from the first moment on, before the house is open and while it is.

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use xorb_api::admin::{AdminParts, MetricSource};
use xorb_api::health::Readiness;
use xorb_domain::privacy::ledger::ReplayProgress;

use crate::application::Application;
use crate::doors::Doors;
use crate::startup::{Waiting, WaitingFor};

/// Shared by the listeners of a process.
pub(crate) struct Health {
    doors: Doors,
    waiting_for: WaitingFor,
    replay: ReplayProgress,
    opened: OnceLock<Opened>,
}

struct Opened {
    readiness: Arc<dyn Readiness>,
    metrics: Vec<MetricSource>,
}

impl Health {
    pub(crate) fn new(doors: Doors) -> Arc<Self> {
        let waiting_for = watch::Sender::new(Waiting::For("database"));
        Arc::new(Self {
            doors,
            waiting_for,
            replay: ReplayProgress::default(),
            opened: OnceLock::new(),
        })
    }

    /// Where to say what the process waits for.
    pub(crate) fn waiting_for(&self) -> &WaitingFor {
        &self.waiting_for
    }

    /// Where to say how far the erasures of a restored database are.
    pub(crate) fn replay(&self) -> &ReplayProgress {
        &self.replay
    }

    /// The house is open: from now on it answers itself. Once.
    pub(crate) fn opened(&self, application: &Application) {
        let opened = Opened {
            readiness: application.readiness(),
            metrics: application.metrics(),
        };
        drop(self.opened.set(opened));
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
            health.write_replay(text);
            health.doors.write(text);
        });
        let readiness = Arc::clone(self) as Arc<dyn Readiness>;
        AdminParts {
            readiness,
            metrics: vec![write_metrics],
        }
    }

    fn write_replay(&self, text: &mut String) {
        let (replayed, left) = (self.replay.own(), self.replay.left());
        // Writing into a text can't fail.
        let _ = write!(
            text,
            "# TYPE xorb_erasures_replayed_total counter\nxorb_erasures_replayed_total {replayed}\n\
             # TYPE xorb_erasures_to_replay gauge\nxorb_erasures_to_replay {left}\n"
        );
    }

    async fn judge(&self) -> Result<(), String> {
        match self.opened.get() {
            Some(opened) => opened.readiness.check().await,
            None => Err(match &*self.waiting_for.borrow() {
                Waiting::For(what) => format!("waiting for the {what}"),
                Waiting::Ledger(_) if self.replay.is_running() => {
                    format!("erasure ledger: {}", self.replay)
                }
                Waiting::Ledger(state) => format!("erasure ledger: {state}"),
            }),
        }
    }
}

impl Readiness for Health {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        self.judge().boxed()
    }
}

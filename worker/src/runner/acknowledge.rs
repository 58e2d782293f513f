//! Turns the result of a run into its end: the outermost layer, so that it sees panics too.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use apalis_core::error::BoxDynError;
use apalis_core::task::Task;
use tower::{Layer, Service};
use xorb_domain::jobs::{Finish, JobClass, JobKind, Outcome};

use super::assignment::Assignment;
use super::engine::Engine;
use super::run_job::{Ended, back_off};

/// Wraps the handler service of a pool.
#[derive(Clone)]
pub(super) struct AcknowledgeLayer {
    engine: Engine,
}

impl AcknowledgeLayer {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl<S> Layer<S> for AcknowledgeLayer {
    type Service = Acknowledge<S>;

    fn layer(&self, inner: S) -> Acknowledge<S> {
        Acknowledge {
            inner,
            engine: self.engine.clone(),
        }
    }
}

/// The service that reports how runs ended.
#[derive(Clone)]
pub(super) struct Acknowledge<S> {
    inner: S,
    engine: Engine,
}

impl<S> Service<Task<Assignment>> for Acknowledge<S>
where
    S: Service<Task<Assignment>>,
    S::Error: Into<BoxDynError>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = BoxDynError;
    type Future = Pin<Box<dyn Future<Output = Result<(), BoxDynError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxDynError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, task: Task<Assignment>) -> Self::Future {
        let lease = task.args.claimed.lease;
        let attempt = task.args.claimed.attempt;
        let kind = task.args.claimed.kind;
        let class = kind.map_or(JobClass::Maintenance, JobKind::class);
        let engine = self.engine.clone();
        engine.counters.begun(class, task.args.claimed.waited);
        let begun_at = Instant::now();
        let run = self.inner.call(task);
        Box::pin(async move {
            let outcome = match run.await {
                Ok(_) => Some(Outcome::Succeeded),
                Err(error) => outcome_of(&engine, kind, attempt, error.into()),
            };
            if let Some(outcome) = outcome {
                engine.counters.ended(class, outcome, begun_at.elapsed());
                // The completer forgets the run once its end is written: until then the lease is kept alive.
                let _ = engine.finishes.send(Finish { lease, outcome });
            } else {
                engine.counters.fenced();
                engine.running.remove(&lease);
            }
            Ok(())
        })
    }
}

/// `None`: the lease is lost, so there is nothing to say.
fn outcome_of(
    engine: &Engine,
    kind: Option<JobKind>,
    attempt: i32,
    error: BoxDynError,
) -> Option<Outcome> {
    match error.downcast::<Ended>() {
        Ok(ended) => ended.0,
        Err(panic) => {
            // The panic's own text may hold anything; what is logged is only that it happened.
            drop(panic);
            tracing::error!(
                kind = kind.map(JobKind::as_str),
                attempt,
                "a job's handler panicked"
            );
            Some(Outcome::Retry("panicked", back_off(engine, kind, attempt)))
        }
    }
}

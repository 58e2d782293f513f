//! The seam to apalis: a backend that hands over what the fetcher has claimed.
//!
//! Fetching, claiming, heartbeats and finishing run in tasks of their own, so polling only receives from a channel and
//! can't fail: an error here would end the worker.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use apalis_core::backend::finalize::Ephemeral;
use apalis_core::backend::{Backend, BackendConfig};
use apalis_core::task::Task;
use apalis_core::task::builder::TaskBuilder;
use apalis_core::task::task_id::TaskId;
use apalis_core::worker::context::WorkerContext;
use tokio::sync::mpsc;

use super::acknowledge::AcknowledgeLayer;
use super::assignment::Assignment;
use super::engine::Engine;

/// Claimed jobs of one class. Cloned when apalis restarts a worker.
#[derive(Clone)]
pub(super) struct ClaimedJobs {
    engine: Engine,
    assignments: Arc<Mutex<mpsc::UnboundedReceiver<Assignment>>>,
}

impl ClaimedJobs {
    pub(super) fn new(engine: Engine, assignments: mpsc::UnboundedReceiver<Assignment>) -> Self {
        Self {
            engine,
            assignments: Arc::new(Mutex::new(assignments)),
        }
    }

    /// Whether all that was claimed is started.
    pub(super) fn is_empty(&self) -> bool {
        let assignments = self.assignments.lock();
        assignments
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }

    /// What was claimed and not started: to be given back.
    pub(super) fn take_unstarted(&self) -> Vec<Assignment> {
        let mut assignments = self
            .assignments
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::iter::from_fn(|| assignments.try_recv().ok()).collect()
    }
}

impl Backend for ClaimedJobs {
    type Task = Task<Assignment>;
    type Error = Infallible;

    fn poll_ready(
        &mut self,
        _: &mut Context<'_>,
        _: &WorkerContext,
    ) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        _: &WorkerContext,
    ) -> Poll<Option<Result<Self::Task, Infallible>>> {
        let mut assignments = self
            .assignments
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        assignments.poll_recv(cx).map(|assignment| {
            assignment.map(|assignment| {
                // The lease token, not the job: the same task id twice in a worker would panic.
                let id = TaskId::from_string(assignment.claimed.lease.token.to_string());
                Ok(TaskBuilder::new(assignment).task_id(id).build())
            })
        })
    }

    fn poll_close(
        &mut self,
        _: &mut Context<'_>,
        _: &WorkerContext,
    ) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }
}

impl BackendConfig for ClaimedJobs {
    type Args = Assignment;
    type Id = String;
    type Kind = Ephemeral;
    type Config = ();
    type Layer = AcknowledgeLayer;

    fn config(&self) -> &() {
        &()
    }

    fn middleware(&mut self, _: &mut WorkerContext) -> AcknowledgeLayer {
        AcknowledgeLayer::new(self.engine.clone())
    }
}

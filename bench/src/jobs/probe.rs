//! Handlers that do nothing, or have one effect, and note when they were begun.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_worker::runner::Handlers;

/// Counts runs.
#[derive(Default)]
pub struct Probe {
    runs: AtomicUsize,
    /// Whether each run has an effect in the database.
    pub effects: bool,
    begun: Mutex<Vec<Instant>>,
    /// Whether the instants are kept.
    pub times: bool,
    failed: AtomicU64,
}

impl Probe {
    /// How many runs have been begun.
    pub fn runs(&self) -> usize {
        self.runs.load(Ordering::Relaxed)
    }

    /// How many of them failed.
    pub fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// When the runs were begun, in their order; forgotten then.
    pub fn take_times(&self) -> Vec<Instant> {
        std::mem::take(&mut *self.begun.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn work(&self, context: &JobContext) -> Result<(), JobError> {
        if self.times {
            let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
            begun.push(Instant::now());
        }
        self.runs.fetch_add(1, Ordering::Relaxed);
        if self.effects
            && let Some(effect) = context.effect("probe").await?
        {
            effect.commit().await?;
        }
        Ok(())
    }
}

impl Handlers for Probe {
    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<(), JobError>> {
        let work = async move {
            let done = self.work(context).await;
            if done.is_err() {
                self.failed.fetch_add(1, Ordering::Relaxed);
            }
            done
        };
        work.boxed()
    }

    fn give_up<'a>(
        &'a self,
        _: &'a JobContext,
        _: &'static str,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        async { Ok(()) }.boxed()
    }
}

/// A probe to be shared.
pub fn probe(effects: bool, times: bool) -> Arc<Probe> {
    Arc::new(Probe {
        effects,
        times,
        ..Probe::default()
    })
}

//! Handlers that do nothing, take their time, have one effect, or wait to be stopped; and note when they were begun.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_worker::runner::Handlers;

/// What each run does.
#[derive(Clone, Copy)]
enum Work {
    Nothing,
    Effect,
    Takes(Duration),
    UntilStopped,
}

/// Counts runs.
pub struct Probe {
    work: Work,
    runs: AtomicUsize,
    failed: AtomicU64,
    /// When each run was begun, if that is kept.
    begun: Option<Mutex<Vec<Instant>>>,
    looked_for: Mutex<(Uuid, Option<Instant>)>,
    given_back_at: Mutex<Option<Instant>>,
}

impl Probe {
    /// Runs with or without an effect each; `times` keeps when they were begun.
    pub fn new(effects: bool, times: bool) -> Arc<Self> {
        let work = if effects { Work::Effect } else { Work::Nothing };
        Self::of(work, times)
    }

    /// Runs of this length.
    pub fn of_length(length: Duration) -> Arc<Self> {
        Self::of(Work::Takes(length), false)
    }

    /// Runs that give their job back as soon as they are told to stop.
    pub fn until_stopped() -> Arc<Self> {
        Self::of(Work::UntilStopped, false)
    }

    fn of(work: Work, times: bool) -> Arc<Self> {
        Arc::new(Self {
            work,
            runs: AtomicUsize::new(0),
            failed: AtomicU64::new(0),
            begun: times.then(Mutex::default),
            looked_for: Mutex::default(),
            given_back_at: Mutex::default(),
        })
    }

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
        self.begun
            .as_ref()
            .map_or_else(Vec::new, |begun| std::mem::take(&mut *lock(begun)))
    }

    /// Whether no run was begun since the times were taken.
    pub fn is_untouched(&self) -> bool {
        self.begun
            .as_ref()
            .is_none_or(|begun| lock(begun).is_empty())
    }

    /// Looks out for the next run of this tenant.
    pub fn look_for(&self, tenant_id: Uuid) {
        *lock(&self.looked_for) = (tenant_id, None);
    }

    /// When it was begun.
    pub fn found_at(&self) -> Option<Instant> {
        lock(&self.looked_for).1
    }

    /// When a run that had been told to stop ended.
    pub fn given_back_at(&self) -> Option<Instant> {
        *lock(&self.given_back_at)
    }

    fn note(&self, context: &JobContext) {
        if let Some(begun) = &self.begun {
            lock(begun).push(Instant::now());
        }
        if matches!(self.work, Work::Takes(_)) {
            let (tenant_id, found_at) = &mut *lock(&self.looked_for);
            if *tenant_id == context.lease.job.tenant_id && found_at.is_none() {
                *found_at = Some(Instant::now());
            }
        }
        self.runs.fetch_add(1, Ordering::Relaxed);
    }

    async fn work(&self, context: &JobContext) -> Result<(), JobError> {
        self.note(context);
        match self.work {
            Work::Nothing => {}
            Work::Effect => {
                if let Some(effect) = context.effect("probe").await? {
                    effect.commit().await?;
                }
            }
            Work::Takes(length) => tokio::time::sleep(length).await,
            Work::UntilStopped => {
                context.stop.token().cancelled().await;
                *lock(&self.given_back_at) = Some(Instant::now());
                return Err(JobError::GiveBack);
            }
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

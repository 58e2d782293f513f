//! The jobs that run in this process, with their leases and their stops.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;
use xorb_domain::jobs::{JobClass, Lease, Stop, StopReason};

/// Runs by lease token: the same job may, for a moment, run here twice, under two leases.
#[derive(Clone, Default)]
pub(super) struct Running {
    runs: Arc<Mutex<HashMap<Uuid, Run>>>,
}

/// One run.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) lease: Lease,
    pub(super) class: JobClass,
    pub(super) stop: Stop,
}

impl Running {
    pub(super) fn add(&self, lease: Lease, class: JobClass, stop: Stop) {
        self.runs().insert(lease.token, Run { lease, class, stop });
    }

    pub(super) fn remove(&self, lease: &Lease) -> Option<Run> {
        self.runs().remove(&lease.token)
    }

    pub(super) fn all(&self) -> Vec<Run> {
        self.runs().values().cloned().collect()
    }

    pub(super) fn stop_all(&self, reason: StopReason) {
        for run in self.runs().values() {
            run.stop.now(reason);
        }
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<Uuid, Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

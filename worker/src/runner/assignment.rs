//! A claimed job on its way to a handler.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use xorb_domain::jobs::{Claimed, Stop};

/// A claimed job with its place in the pool, which becomes free when the last clone is dropped.
#[derive(Clone)]
pub(super) struct Assignment {
    pub(super) claimed: Claimed,
    pub(super) stop: Stop,
    _place: Arc<OwnedSemaphorePermit>,
}

impl Assignment {
    pub(super) fn new(claimed: Claimed, stop: Stop, place: OwnedSemaphorePermit) -> Self {
        Self {
            claimed,
            stop,
            _place: Arc::new(place),
        }
    }
}

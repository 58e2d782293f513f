//! The limiter's memory, with a hard cap: an attacker with many addresses must not make it grow.
//!
//! Above the cap, addresses that are not known yet share one bucket. Known ones keep theirs.

use governor::nanos::Nanos;
use governor::state::keyed::{DashMapStateStore, ShrinkableKeyedStateStore};
use governor::state::{InMemoryState, NotKeyed, StateStore};

use super::AddressKey;

#[derive(Debug)]
pub(super) struct CappedStore {
    known: DashMapStateStore<AddressKey>,
    others: InMemoryState,
    cap: usize,
}

impl CappedStore {
    pub fn new(cap: usize) -> Self {
        Self {
            known: DashMapStateStore::default(),
            others: InMemoryState::default(),
            cap,
        }
    }
}

impl StateStore for CappedStore {
    type Key = AddressKey;

    fn measure_and_replace<T, F, E>(&self, key: &Self::Key, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        if self.known.contains_key(key) || self.known.len() < self.cap {
            return self.known.measure_and_replace(key, measure);
        }
        self.others.measure_and_replace(&NotKeyed::NonKey, measure)
    }
}

impl ShrinkableKeyedStateStore<AddressKey> for CappedStore {
    fn retain_recent(&self, drop_below: Nanos) {
        ShrinkableKeyedStateStore::retain_recent(&self.known, drop_below);
    }

    fn len(&self) -> usize {
        self.known.len()
    }

    fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

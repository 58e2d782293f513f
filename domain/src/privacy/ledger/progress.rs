//! How far a process is with its replay.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Erasures that the database did not know when this process looked first. Shared by whoever repeats them and whoever is
/// asked for news.
#[derive(Debug, Default)]
pub struct ReplayProgress {
    of: AtomicUsize,
    left: AtomicUsize,
    own: AtomicUsize,
    unsought: AtomicUsize,
    is_running: AtomicBool,
}

impl ReplayProgress {
    /// All that were missing.
    #[must_use]
    pub fn of(&self) -> usize {
        self.of.load(Ordering::Relaxed)
    }

    /// Those that are still missing.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }

    /// Those that this process has repeated; others may have done the rest.
    #[must_use]
    pub fn own(&self) -> usize {
        self.own.load(Ordering::Relaxed)
    }

    /// Identifiers of the erasures that this process has repeated which nobody can look for any more: the ledger holds no more
    /// than a digest of them, and no row of the restored database carries them.
    #[must_use]
    pub fn unsought(&self) -> usize {
        self.unsought.load(Ordering::Relaxed)
    }

    pub(super) fn could_not_seek(&self, identifiers: usize) {
        self.unsought.fetch_add(identifiers, Ordering::Relaxed);
    }

    /// Whether erasures are being repeated right now, by whichever process.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.is_running.load(Ordering::Relaxed)
    }

    pub(super) fn found(&self, missing: usize) {
        self.is_running.store(missing > 0, Ordering::Relaxed);
        self.of.fetch_max(missing, Ordering::Relaxed);
        self.left.store(missing, Ordering::Relaxed);
    }

    pub(super) fn stopped(&self) {
        self.is_running.store(false, Ordering::Relaxed);
    }

    pub(super) fn repeated(&self, left: usize) {
        self.own.fetch_add(1, Ordering::Relaxed);
        self.left.store(left, Ordering::Relaxed);
    }
}

impl fmt::Display for ReplayProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.of();
        write!(f, "{} of {of} replayed", of.saturating_sub(self.left()))
    }
}

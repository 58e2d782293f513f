//! What a step is given.

use std::fmt;

use xorb_domain::{
    net::{PinnedTarget, ScopedConnector, TargetAddress},
    rng::{Rng, random_bytes},
};

/// Target and means of one step. Cancellation is the connector's stop signal.
#[derive(Clone, Copy)]
pub struct StepInput<'a> {
    pub connector: &'a ScopedConnector,
    pub target: &'a TargetAddress,
    /// The address that proved ownership for this run; nothing else is scanned, whatever the name says now.
    pub pinned: &'a PinnedTarget,
    pub rng: &'a dyn Rng,
    /// Told how many of how many checks are done; must answer at once.
    pub progress: &'a (dyn Fn(u64, u64) + Send + Sync),
}

impl StepInput<'_> {
    /// A name that no server has a file or folder for.
    #[must_use]
    pub(super) fn unknown_name(&self) -> String {
        format!("xorb-{}", hex::encode(random_bytes::<8>(self.rng)))
    }
}

impl fmt::Debug for StepInput<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("StepInput")
            .field("target", &self.target)
            .field("pinned", &self.pinned)
            .finish_non_exhaustive()
    }
}

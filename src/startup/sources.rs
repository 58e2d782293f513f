//! Where time and randomness come from: the machine, or a test.

use std::sync::Arc;

use xorb_domain::rng::{Rng, SystemRng};
use xorb_domain::{Clock, SystemClock};

/// The only sources of time and randomness in a process.
pub struct Sources {
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
}

impl Sources {
    /// The real ones.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            rng: Arc::<SystemRng>::default(),
        }
    }
}

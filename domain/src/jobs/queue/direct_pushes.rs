//! Limits how many jobs of a tenant go past the dispatcher: a burst of one tenant must not overtake the others.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

/// Direct pushes of one tenant within a window.
const LIMIT: u32 = 4;
const WINDOW: Duration = Duration::from_millis(250);

/// More tenants than this within one window: everything goes through the dispatcher.
const TRACKED_TENANTS: usize = 4_096;

/// Counts direct pushes per tenant, in this process.
#[derive(Default)]
pub(super) struct DirectPushes {
    windows: Mutex<HashMap<Uuid, (Instant, u32)>>,
}

impl DirectPushes {
    pub(super) fn admit(&self, tenant_id: Uuid) -> bool {
        let now = Instant::now();
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= TRACKED_TENANTS {
            windows.retain(|_, (start, _)| now.duration_since(*start) < WINDOW);
            if windows.len() >= TRACKED_TENANTS {
                return false;
            }
        }
        let (start, count) = windows.entry(tenant_id).or_insert((now, 0));
        if now.duration_since(*start) >= WINDOW {
            (*start, *count) = (now, 0);
        }
        *count += 1;
        *count <= LIMIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_of_one_tenant_goes_through_the_dispatcher() {
        let pushes = DirectPushes::default();
        let (busy, idle) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let admitted = (0..1_000).filter(|_| pushes.admit(busy)).count();
        assert!(
            admitted < 100,
            "{admitted} of 1,000 went past the dispatcher"
        );
        assert!(pushes.admit(idle));
    }
}

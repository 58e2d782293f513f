//! Which chains have grown in this process since the last checkpoint.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

/// Tenants whose chain has new links.
#[derive(Debug, Default)]
pub struct DirtyTrails {
    tenants: Mutex<BTreeSet<Uuid>>,
}

impl DirtyTrails {
    pub(crate) fn mark(&self, tenant_id: Uuid) {
        self.tenants
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(tenant_id);
    }

    pub(crate) fn take(&self) -> BTreeSet<Uuid> {
        std::mem::take(&mut *self.tenants.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

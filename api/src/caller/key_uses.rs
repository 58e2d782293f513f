//! Writes beside the requests that API keys are used: no request waits for it, and each key has one write at a time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;
use xorb_domain::Core;
use xorb_domain::identity::{self, Actor};

/// The keys whose use is just being written.
#[derive(Clone, Default)]
pub(super) struct KeyUses(Arc<Mutex<HashSet<Uuid>>>);

impl KeyUses {
    /// Writes the use of the actor's key in a task of its own, if that is due.
    pub(super) fn note(&self, core: &Arc<Core>, actor: &Actor) {
        let Some(key) = &actor.api_key else { return };
        if !identity::is_use_due(core, key) || !self.change(|writing| writing.insert(key.id)) {
            return;
        }
        let (uses, core, scope, key) = (self.clone(), Arc::clone(core), actor.scope, key.clone());
        tokio::spawn(async move {
            identity::note_key_use(&core, scope, &key).await;
            uses.change(|writing| writing.remove(&key.id));
        });
    }

    fn change(&self, change: impl FnOnce(&mut HashSet<Uuid>) -> bool) -> bool {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

//! The bus: at once within the process, and with Redis also between processes.

use uuid::Uuid;

use super::listeners::{Listener, Listeners};
use super::redis::RedisEvents;
use super::{Change, Topic};
use crate::redis_link::RedisLink;

/// Announces changes. Cheap to clone.
#[derive(Clone)]
pub struct EventBus {
    listeners: Listeners,
    others: Option<RedisEvents>,
}

impl EventBus {
    /// The bus of one process.
    #[must_use]
    pub fn in_process() -> Self {
        Self {
            listeners: Listeners::default(),
            others: None,
        }
    }

    /// A bus between processes. Must be called inside the runtime: it sends and listens in tasks of its own, which end with
    /// the bus.
    #[must_use]
    pub fn redis(link: RedisLink, prefix: &str) -> Self {
        let listeners = Listeners::default();
        let others = RedisEvents::open(link, prefix, listeners.clone());
        Self {
            listeners,
            others: Some(others),
        }
    }

    /// Announces changes of a tenant's rows, without waiting for anybody. Best effort: listeners also look by themselves.
    pub fn publish(&self, tenant_id: Uuid, topics: impl IntoIterator<Item = Topic>) {
        for topic in topics {
            let change = Change { tenant_id, topic };
            self.listeners.wake(&change);
            if let Some(others) = &self.others {
                others.send(change);
            }
        }
    }

    /// Listens to the changes of one row.
    #[must_use]
    pub fn listen(&self, tenant_id: Uuid, topic: Topic) -> Listener {
        self.listeners.listen(Change { tenant_id, topic })
    }

    /// Whether changes made by other processes can't be heard now.
    #[must_use]
    pub fn is_deaf(&self) -> bool {
        let others = self.others.as_ref();
        others.is_some_and(|others| !others.is_listening())
    }
}

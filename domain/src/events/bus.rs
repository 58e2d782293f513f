//! The bus: in process, and with Redis also between processes.

use tokio::sync::broadcast;
use uuid::Uuid;

use super::Topic;
use super::redis::RedisEvents;
use crate::AppError;

/// Changes a slow listener may be behind; beyond it is told to look again, which is all a change says anyway.
const BACKLOG: usize = 1_024;

/// Announces changes. Cheap to clone.
#[derive(Clone)]
pub struct EventBus {
    local: broadcast::Sender<(Uuid, Topic)>,
    redis: Option<RedisEvents>,
}

impl EventBus {
    /// The bus of one process.
    #[must_use]
    pub fn in_process() -> Self {
        Self {
            local: broadcast::channel(BACKLOG).0,
            redis: None,
        }
    }

    /// A bus between processes. Must be called inside the runtime: it listens in a task of its own, which ends with
    /// the bus.
    ///
    /// # Errors
    /// `BadInput` if the URL is malformed.
    pub fn redis(url: &str, prefix: &str) -> Result<Self, AppError> {
        let local = broadcast::channel(BACKLOG).0;
        let redis = RedisEvents::open(url, prefix, local.clone())?;
        Ok(Self {
            local,
            redis: Some(redis),
        })
    }

    /// Announces changes of a tenant's rows. Best effort: listeners also look by themselves.
    pub async fn publish(&self, tenant_id: Uuid, topics: Vec<Topic>) {
        for topic in topics {
            match &self.redis {
                Some(redis) => redis.publish(&topic.to_bytes(tenant_id)).await,
                None => {
                    let _ = self.local.send((tenant_id, topic));
                }
            }
        }
    }

    /// Listens to the changes of one row.
    #[must_use]
    pub fn listen(&self, tenant_id: Uuid, topic: Topic) -> Listener {
        Listener {
            receiver: self.local.subscribe(),
            wanted: (tenant_id, topic),
        }
    }
}

/// Waits for changes of one row.
pub struct Listener {
    receiver: broadcast::Receiver<(Uuid, Topic)>,
    wanted: (Uuid, Topic),
}

impl Listener {
    /// Returns when the row may have changed; `false` when the bus has ended.
    pub async fn changed(&mut self) -> bool {
        loop {
            match self.receiver.recv().await {
                Ok(change) if change == self.wanted => return true,
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return true,
                Err(broadcast::error::RecvError::Closed) => return false,
            }
        }
    }
}

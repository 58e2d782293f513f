//! The bus between processes: Redis pub/sub. Losing messages is allowed; listeners look again by themselves, and all of them
//! at once when this process hears again after a break.
//!
//! A message carries many changes, and says which connection sent it, so that a process passes over its own: it has woken its
//! listeners already.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, RedisResult, cmd};
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::Change;
use super::listeners::Listeners;
use crate::redis_link::RedisLink;

/// How long to wait before listening again after the connection broke.
const RECONNECT_AFTER: Duration = Duration::from_millis(500);
/// For a connection and for an answer.
const DEADLINE: Duration = Duration::from_millis(500);
/// Changes that wait to be sent; beyond it they are dropped.
const OUTBOX: usize = 4_096;
/// Changes that are sent in one message.
const BATCH: usize = 256;

#[derive(Clone)]
pub(super) struct RedisEvents {
    outbox: mpsc::Sender<Change>,
    wire: Arc<Wire>,
    _running: Arc<DropGuard>,
}

/// What the two tasks share.
struct Wire {
    link: RedisLink,
    channel: String,
    /// The number that Redis gave the connection which sends; 0: none.
    sender_id: AtomicU64,
    is_listening: AtomicBool,
}

impl RedisEvents {
    pub(super) fn open(link: RedisLink, prefix: &str, listeners: Listeners) -> Self {
        let wire = Arc::new(Wire {
            link,
            channel: format!("{prefix}:events"),
            sender_id: AtomicU64::new(0),
            is_listening: AtomicBool::new(false),
        });
        let (outbox, changes) = mpsc::channel(OUTBOX);
        let stop = CancellationToken::new();
        let (sending, listening) = (wire.clone(), wire.clone());
        let until = stop.clone();
        tokio::spawn(async move { until.run_until_cancelled(sending.send_all(changes)).await });
        let until = stop.clone();
        tokio::spawn(async move { until.run_until_cancelled(listening.listen(listeners)).await });
        Self {
            outbox,
            wire,
            _running: Arc::new(stop.drop_guard()),
        }
    }

    /// Hands a change over, to be sent soon.
    pub(super) fn send(&self, change: Change) {
        if self.outbox.try_send(change).is_err() {
            tracing::debug!("a change was not announced to other processes: too many are waiting");
        }
    }

    pub(super) fn is_listening(&self) -> bool {
        self.wire.is_listening.load(Ordering::Relaxed)
    }
}

impl Wire {
    async fn send_all(&self, mut changes: mpsc::Receiver<Change>) {
        let mut connection = None;
        let mut batch = Vec::with_capacity(BATCH);
        while changes.recv_many(&mut batch, BATCH).await > 0 {
            // A connection that broke in the meantime is noticed only now: once more, over a new one.
            let was_open = connection.is_some();
            let mut sent = self.publish(&mut connection, &batch).await;
            if sent.is_err() && was_open {
                sent = self.publish(&mut connection, &batch).await;
            }
            if let Err(error) = sent {
                tracing::debug!(%error, changes = batch.len(), "not announced to other processes");
            }
            batch.clear();
        }
    }

    async fn publish(
        &self,
        slot: &mut Option<MultiplexedConnection>,
        batch: &[Change],
    ) -> RedisResult<()> {
        let mut connection = match slot.take() {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let sender_id = self.sender_id.load(Ordering::Relaxed).to_be_bytes();
        let mut message = sender_id.to_vec();
        message.extend(batch.iter().flat_map(|change| change.to_bytes()));
        let publish = cmd("PUBLISH").arg(&self.channel).arg(message).to_owned();
        publish.query_async::<()>(&mut connection).await?;
        *slot = Some(connection);
        Ok(())
    }

    async fn connect(&self) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(DEADLINE))
            .set_response_timeout(Some(DEADLINE));
        let mut connection = self.link.connect(&config).await?;
        let id = cmd("CLIENT").arg("ID").query_async(&mut connection).await?;
        self.sender_id.store(id, Ordering::Relaxed);
        Ok(connection)
    }

    async fn listen(&self, listeners: Listeners) {
        loop {
            let heard = self.forward(&listeners).await;
            self.is_listening.store(false, Ordering::Relaxed);
            if let Err(error) = heard {
                tracing::debug!(%error, "not listening to changes of other processes");
            }
            tokio::time::sleep(RECONNECT_AFTER).await;
        }
    }

    async fn forward(&self, listeners: &Listeners) -> RedisResult<()> {
        let mut subscription = self.link.subscribe().await?;
        subscription.subscribe(&self.channel).await?;
        self.is_listening.store(true, Ordering::Relaxed);
        listeners.wake_all();
        let mut messages = subscription.into_on_message();
        while let Some(message) = messages.next().await {
            let Some((sender_id, changes)) = message.get_payload_bytes().split_first_chunk::<8>()
            else {
                continue;
            };
            if u64::from_be_bytes(*sender_id) == self.sender_id.load(Ordering::Relaxed) {
                continue;
            }
            for change in Change::all_from_bytes(changes) {
                listeners.wake(&change);
            }
        }
        Ok(())
    }
}

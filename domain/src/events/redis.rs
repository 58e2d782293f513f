//! The bus between processes: Redis pub/sub. Losing messages is allowed; listeners look again by themselves.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, cmd};
use tokio::sync::{Mutex, broadcast};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use super::Topic;
use crate::AppError;

/// How long to wait before listening again after the connection broke.
const RECONNECT_AFTER: Duration = Duration::from_millis(500);

/// Publishing never holds up the one who committed for longer.
const DEADLINE: Duration = Duration::from_millis(500);

#[derive(Clone)]
pub(super) struct RedisEvents {
    client: Client,
    channel: Arc<str>,
    connection: Arc<Mutex<Option<MultiplexedConnection>>>,
    _listening: Arc<DropGuard>,
}

impl RedisEvents {
    pub(super) fn open(
        url: &str,
        prefix: &str,
        local: broadcast::Sender<(Uuid, Topic)>,
    ) -> Result<Self, AppError> {
        let client = Client::open(url)
            .map_err(|_| AppError::BadInput("XORB__REDIS__URL is not a Redis URL".into()))?;
        let channel: Arc<str> = format!("{prefix}:events").into();
        let stop = CancellationToken::new();
        tokio::spawn(listen(client.clone(), channel.clone(), local, stop.clone()));
        Ok(Self {
            client,
            channel,
            connection: Arc::default(),
            _listening: Arc::new(stop.drop_guard()),
        })
    }

    pub(super) async fn publish(&self, message: &[u8]) {
        if let Err(error) = self.try_publish(message).await {
            self.connection.lock().await.take();
            tracing::debug!(%error, "a change was not announced to other processes");
        }
    }

    async fn try_publish(&self, message: &[u8]) -> redis::RedisResult<()> {
        let mut connection = {
            let mut slot = self.connection.lock().await;
            if let Some(connection) = slot.as_ref() {
                connection.clone()
            } else {
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(DEADLINE))
                    .set_response_timeout(Some(DEADLINE));
                slot.insert(
                    self.client
                        .get_multiplexed_async_connection_with_config(&config)
                        .await?,
                )
                .clone()
            }
        };
        cmd("PUBLISH")
            .arg(&*self.channel)
            .arg(message)
            .query_async(&mut connection)
            .await
    }
}

async fn listen(
    client: Client,
    channel: Arc<str>,
    local: broadcast::Sender<(Uuid, Topic)>,
    stop: CancellationToken,
) {
    let run = async {
        loop {
            if let Err(error) = forward(&client, &channel, &local).await {
                tracing::debug!(%error, "not listening to changes of other processes");
            }
            tokio::time::sleep(RECONNECT_AFTER).await;
        }
    };
    stop.run_until_cancelled(run).await;
}

async fn forward(
    client: &Client,
    channel: &str,
    local: &broadcast::Sender<(Uuid, Topic)>,
) -> redis::RedisResult<()> {
    let mut subscription = client.get_async_pubsub().await?;
    subscription.subscribe(channel).await?;
    let mut messages = subscription.into_on_message();
    while let Some(message) = messages.next().await {
        if let Some(change) = Topic::from_bytes(message.get_payload_bytes()) {
            let _ = local.send(change);
        }
    }
    Ok(())
}

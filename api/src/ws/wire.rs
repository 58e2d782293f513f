//! The socket itself: text in, text out, with limits on size and patience.

use std::time::Duration;

use actix_ws::{
    AggregatedMessage, AggregatedMessageStream, CloseReason, MessageStream, ProtocolError, Session,
};

use super::close::Close;
use super::protocol::{ClientMessage, ServerMessage};

/// Largest message of a client.
const MAX_MESSAGE: usize = 64 * 1024;

pub(super) struct Wire {
    session: Session,
    messages: AggregatedMessageStream,
    patience: Duration,
    /// Whether anything came since the last ping.
    pub is_alive: bool,
}

impl Wire {
    pub fn new(session: Session, messages: MessageStream, patience: Duration) -> Self {
        let messages = messages
            .max_frame_size(MAX_MESSAGE)
            .aggregate_continuations()
            .max_continuation_size(MAX_MESSAGE);
        Self {
            session,
            messages,
            patience,
            is_alive: true,
        }
    }

    /// The next message; pings of the WebSocket itself are answered here.
    pub async fn receive(&mut self) -> Result<ClientMessage, Close> {
        loop {
            let message = self.messages.recv().await;
            self.is_alive = true;
            match message {
                None => return Err(Close::ByClient(None)),
                Some(Ok(AggregatedMessage::Close(reason))) => return Err(Close::ByClient(reason)),
                Some(Ok(AggregatedMessage::Text(text))) => return ClientMessage::read(&text),
                Some(Ok(AggregatedMessage::Binary(_))) => {
                    return Err(Close::BadRequest("Invalid message: send text".to_owned()));
                }
                Some(Ok(AggregatedMessage::Ping(payload))) => {
                    in_time(self.patience, self.session.pong(&payload)).await?;
                }
                Some(Ok(AggregatedMessage::Pong(_))) => {}
                Some(Err(ProtocolError::Overflow)) => return Err(Close::TooLarge),
                Some(Err(_)) => return Err(Close::Protocol),
            }
        }
    }

    /// Sends a message. The queue behind this is short: a full one makes us wait, and so does everything that feeds it.
    pub async fn send(&mut self, message: &ServerMessage<'_>) -> Result<(), Close> {
        let Ok(text) = serde_json::to_string(message) else {
            return Err(Close::TryAgainLater);
        };
        in_time(self.patience, self.session.text(text)).await
    }

    /// Asks whether the client is still there.
    pub async fn ping(&mut self) -> Result<(), Close> {
        self.is_alive = false;
        in_time(self.patience, self.session.ping(b"")).await
    }

    /// Says why, and closes.
    pub async fn close(self, close: Close) {
        let reason: Option<CloseReason> = close.reason();
        let _ = tokio::time::timeout(self.patience, self.session.close(reason)).await;
    }
}

async fn in_time(
    patience: Duration,

    sending: impl Future<Output = Result<(), actix_ws::Closed>>,
) -> Result<(), Close> {
    match tokio::time::timeout(patience, sending).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Close::ByClient(None)),
        Err(_) => Err(Close::TooSlow),
    }
}

//! A socket from its greeting to its end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::identity::RequestInfo;

use super::close::Close;
use super::open_sockets::Seat;
use super::protocol::{ClientMessage, ServerMessage};
use super::running::{Event, Running};
use super::wire::Wire;
use crate::caller::Caller;
use crate::edge::Edge;
use crate::errors::into_server_error;
use crate::execute::{Answer, Operation, RequestParams, start, withdrawn};
use crate::limits::Decision;
use crate::trusted_documents::Sender;

/// Between two questions whether the client is still there.
const PING_EVERY: Duration = Duration::from_secs(25);

pub(super) struct Conversation {
    pub edge: web::Data<Edge>,
    pub info: RequestInfo,
    pub caller: Arc<dyn Caller>,
    pub sender: Sender,
    pub running: Running,
    pub _seat: Seat,
}

impl Conversation {
    /// Talks until there is a reason to close.
    pub async fn talk(mut self, wire: &mut Wire) -> Close {
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.reset();
        let mut withdrawn = pin!(withdrawn(self.edge.clone(), self.caller.clone()));
        loop {
            let outcome = tokio::select! {
                why = &mut withdrawn => Err(why.into()),
                _ = pings.tick() => if wire.is_alive { wire.ping().await } else { Err(Close::TooSlow) },
                message = wire.receive() => match message {
                    Ok(message) => self.hear(wire, message).await,
                    Err(close) => Err(close),
                },
                event = self.running.next() => self.tell(wire, event).await,
            };
            if let Err(close) = outcome {
                return close;
            }
        }
    }

    async fn hear(&mut self, wire: &mut Wire, message: ClientMessage) -> Result<(), Close> {
        let decision = self
            .info
            .address
            .and_then(|address| self.edge.limiter.check(address));
        let retry_after = decision.and_then(|decision| decision.retry_after);
        match (message, retry_after) {
            (ClientMessage::ConnectionInit { .. }, _) => Err(Close::TooManyInitialisations),
            (ClientMessage::Complete { id }, _) => {
                self.running.stop(&id);
                Ok(())
            }
            (ClientMessage::Subscribe { id, .. }, Some(retry_after)) => {
                self.refuse(wire, &id, AppError::RateLimited { retry_after })
                    .await
            }
            (ClientMessage::Subscribe { id, payload }, None) => {
                self.start(wire, id, payload, decision).await
            }
            (_, Some(_)) => Err(Close::TooManyRequests),
            (ClientMessage::Ping {}, None) => wire.send(&ServerMessage::Pong).await,
            (ClientMessage::Pong {}, None) => Ok(()),
        }
    }

    async fn start(
        &mut self,
        wire: &mut Wire,
        id: String,
        params: RequestParams,
        decision: Option<Decision>,
    ) -> Result<(), Close> {
        if self.running.contains(&id) {
            return Err(Close::SubscriberExists(id));
        }
        let limit = self.edge.max_subscriptions;
        if self.running.len() >= limit {
            let text = format!("at most {limit} operations run on one socket: complete one first");
            return self.refuse(wire, &id, AppError::CostExceeded(text)).await;
        }
        let started = Operation::admit(&self.edge, params, self.sender).and_then(|operation| {
            start(
                &self.edge,
                operation,
                self.caller.as_ref(),
                &self.info,
                decision,
            )
        });
        match started {
            Ok(answers) => {
                self.running.start(id, answers);
                Ok(())
            }
            Err(error) => {
                let answer = Answer::refused(vec![error], self.request_id());
                wire.send(&ServerMessage::Error {
                    id: &id,
                    payload: answer.errors(),
                })
                .await
            }
        }
    }

    async fn tell(&mut self, wire: &mut Wire, event: Event) -> Result<(), Close> {
        match event {
            Event::Over(id) if self.running.stop(&id) => {
                wire.send(&ServerMessage::Complete { id: &id }).await
            }
            Event::Over(_) => Ok(()),
            Event::Answer(id, _) if !self.running.contains(&id) => Ok(()),
            Event::Answer(id, answer) if answer.has_run() => {
                wire.send(&ServerMessage::Next {
                    id: &id,
                    payload: &answer,
                })
                .await
            }
            Event::Answer(id, answer) => {
                self.running.stop(&id);
                wire.send(&ServerMessage::Error {
                    id: &id,
                    payload: answer.errors(),
                })
                .await
            }
        }
    }

    async fn refuse(&self, wire: &mut Wire, id: &str, error: AppError) -> Result<(), Close> {
        let answer = Answer::refused(vec![into_server_error(error, None)], self.request_id());
        wire.send(&ServerMessage::Error {
            id,
            payload: answer.errors(),
        })
        .await
    }

    fn request_id(&self) -> Uuid {
        self.info.request_id.unwrap_or_default()
    }
}

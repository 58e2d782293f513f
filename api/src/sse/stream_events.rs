//! A subscription from its request to its last event.
//!
//! A task of its own feeds a short queue that the connection empties: who reads too slowly is given up, and who is gone is
//! noticed at the next event or heartbeat, so that nothing runs for nobody and memory is bounded.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::ServerError;
use bytes::Bytes;
use futures_util::stream::{self, LocalBoxStream, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;
use xorb_domain::AppError;

use super::events::{CONTENT_TYPE, HEARTBEAT, complete, next};
use crate::caller::Caller;
use crate::edge::Edge;
use crate::errors::into_server_error;
use crate::execute::{Answer, Operation, Withdrawn, start, withdrawn};
use crate::http::{address_decision, caller_of, request_info};
use crate::ws::Seat;

/// Between two heartbeats: shorter than proxies wait.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);
/// Events that wait for a slow reader.
const QUEUE: usize = 4;
/// nginx must not hold events back.
const NO_BUFFER: (&str, &str) = ("x-accel-buffering", "no");

/// Starts a subscription and answers with its stream.
///
/// # Errors
/// Why it may not start.
pub(crate) async fn stream_events(
    edge: &web::Data<Edge>,
    request: &HttpRequest,
    operation: Operation,
) -> Result<HttpResponse, ServerError> {
    let refuse = |error| into_server_error(error, None);
    let caller = caller_of(edge, request, operation.kind()).await?;
    let info = request_info(request);
    let seat = edge.sockets.take_seat(info.address).map_err(refuse)?;
    let decision = address_decision(request);
    let answers = start(edge, operation, caller.as_ref(), &info, decision)?;
    let (sender, mut receiver) = mpsc::channel::<Bytes>(QUEUE);
    let feed = Feed {
        edge: edge.clone(),
        request_id: info.request_id.unwrap_or_default(),
        sender,
        _seat: seat,
    };
    actix_web::rt::spawn(feed.run(caller, answers));
    let body = stream::poll_fn(move |cx| receiver.poll_recv(cx));
    Ok(HttpResponse::Ok()
        .content_type(CONTENT_TYPE)
        .insert_header(NO_BUFFER)
        .streaming(body.map(Ok::<_, Infallible>)))
}

struct Feed {
    edge: web::Data<Edge>,
    request_id: Uuid,
    sender: mpsc::Sender<Bytes>,
    _seat: Seat,
}

impl Feed {
    async fn run(self, caller: Arc<dyn Caller>, mut answers: LocalBoxStream<'static, Answer>) {
        let mut withdrawn = pin!(withdrawn(self.edge.clone(), caller));
        let mut heartbeats = interval(HEARTBEAT_EVERY);
        heartbeats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeats.reset();
        // At once, so that the head of the answer leaves and the client knows that it is heard.
        if !self.send(HEARTBEAT.into()).await {
            return;
        }
        loop {
            // In this order, so that no flood of results hides that the caller's rights have ended.
            let goes_on = tokio::select! {
                biased;
                () = self.sender.closed() => false,
                why = &mut withdrawn => {
                    self.say_why(why).await;
                    false
                }
                _ = heartbeats.tick() => self.send(HEARTBEAT.into()).await,
                answer = answers.next() => self.tell(answer).await,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Sends what the subscription says; whether it goes on.
    async fn tell(&self, answer: Option<Answer>) -> bool {
        match answer {
            Some(answer) if answer.has_run() => self.send_next(&answer).await,
            Some(answer) => self.send_next(&answer).await && self.send_end().await,
            None => self.send_end().await,
        }
    }

    /// Whose rights have ended is told so. When we stop there is no end to tell: the client shall come back.
    async fn say_why(&self, why: Withdrawn) {
        let error = match why {
            Withdrawn::Stopping => return,
            Withdrawn::Unauthorized => AppError::Unauthenticated,
            Withdrawn::Unconfirmed => AppError::unavailable("the caller can't be confirmed"),
        };
        let answer = Answer::of_error(error, self.request_id);
        if self.send_next(&answer).await {
            self.send_end().await;
        }
    }

    async fn send_next(&self, answer: &Answer) -> bool {
        match next(answer) {
            Ok(event) => self.send(event.into()).await,
            Err(_) => false,
        }
    }

    async fn send_end(&self) -> bool {
        self.send(complete().into()).await;
        false
    }

    async fn send(&self, event: Bytes) -> bool {
        let sending = self.sender.send(event);
        let sent = tokio::time::timeout(self.edge.reader_patience, sending).await;
        matches!(sent, Ok(Ok(())))
    }
}

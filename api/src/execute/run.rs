//! Runs prepared operations: one span each (name, kind, hash, cost; never the document or its variables).

use std::panic::AssertUnwindSafe;

use async_graphql::{Request, ServerError};
use futures_util::stream::{BoxStream, StreamExt};
use tracing::Instrument;
use uuid::Uuid;
use xorb_domain::AppError;

use super::deadline::guarded;
use super::{Answer, OperationFacts};
use crate::edge::Edge;
use crate::errors::into_server_error;

/// Runs a query or mutation to its answer.
pub(crate) async fn run(
    edge: &Edge,
    request: Request,
    facts: &OperationFacts,
    request_id: Uuid,
) -> Answer {
    let started = tokio::time::Instant::now();
    let span = span(facts, request_id);
    let result = guarded(edge.deadline, edge.executor.execute(request))
        .instrument(span)
        .await;
    let answer = match result {
        Ok(response) => Answer::of_response(response, facts.cost, request_id),
        Err(error) => Answer::of_error(error, request_id),
    };
    edge.metrics
        .operation(facts.kind, answer.codes.is_empty(), started.elapsed());
    answer
}

/// Runs a subscription. A panic ends it with an error.
pub(crate) fn subscribe(
    edge: &Edge,
    request: Request,
    facts: &OperationFacts,
    request_id: Uuid,
) -> BoxStream<'static, Answer> {
    edge.metrics.subscription();
    let (span, cost) = (span(facts, request_id), facts.cost);
    let responses = span.in_scope(|| edge.executor.subscribe(request));
    AssertUnwindSafe(responses)
        .catch_unwind()
        .map(move |response| match response {
            Ok(response) => Answer::of_response(response, cost, request_id),
            Err(_) => Answer::refused(vec![panicked()], request_id),
        })
        .boxed()
}

fn panicked() -> ServerError {
    into_server_error(AppError::internal("a subscription panicked"), None)
}

fn span(facts: &OperationFacts, request_id: Uuid) -> tracing::Span {
    let OperationFacts {
        name,
        kind,
        hash,
        cost,
    } = facts;
    tracing::info_span!("operation", %request_id, name, %kind, hash, cost)
}

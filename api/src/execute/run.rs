//! Runs prepared operations: one span each (name, kind, hash, cost; never the document or its variables).

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_graphql::{Request, ServerError};
use futures_util::stream::{BoxStream, StreamExt};
use opentelemetry::Context;
use opentelemetry::context::FutureExt;
use opentelemetry::trace::{SpanContext, TraceContextExt};
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use uuid::Uuid;
use xorb_domain::{AppError, ErrorCode};

use super::deadline::guarded;
use super::{Answer, OperationFacts};
use crate::edge::Edge;
use crate::errors::into_server_error;

/// Runs a query or mutation to its answer.
pub(super) async fn run(
    edge: &Edge,
    request: Request,
    facts: &OperationFacts,
    request_id: Uuid,
    span: tracing::Span,
) -> Answer {
    let started = tokio::time::Instant::now();
    // Jobs that it enqueues are parts of its trace.
    let result = guarded(edge.deadline, edge.executor.execute(request))
        .instrument(span.clone())
        .with_context(span.context())
        .await;
    let answer = match result {
        Ok(response) => Answer::of_response(response, facts.cost, request_id),
        Err(error) => Answer::of_error(error, request_id),
    };
    if answer.codes.iter().copied().any(is_ours) {
        span.record("otel.status_code", "ERROR");
    }
    let took = started.elapsed();
    if !edge.slow_operation.is_zero() && took > edge.slow_operation {
        log_slow(facts, request_id, took);
    }
    edge.metrics
        .operation(facts.kind, answer.codes.is_empty(), took);
    answer
}

/// Errors that are no answer to what the client sent.
fn is_ours(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Internal | ErrorCode::Unavailable)
}

/// The fields are those of the span, which a filter may have left out.
fn log_slow(facts: &OperationFacts, request_id: Uuid, took: Duration) {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let OperationFacts {
        name,
        kind,
        hash,
        cost,
        ..
    } = facts;
    tracing::warn!(%request_id, name, %kind, hash, cost, took_ms, "slow operation");
}

/// Runs a subscription. A panic ends it with an error.
pub(super) fn subscribe(
    edge: &Edge,
    request: Request,
    facts: &OperationFacts,
    request_id: Uuid,
    parent: Option<SpanContext>,
) -> BoxStream<'static, Answer> {
    edge.metrics.subscription();
    let (span, cost) = (operation_span(facts, request_id, parent), facts.cost);
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

/// The span of an operation, a part of `parent` if there is one.
pub(super) fn operation_span(
    facts: &OperationFacts,
    request_id: Uuid,
    parent: Option<SpanContext>,
) -> tracing::Span {
    let OperationFacts {
        name,
        kind,
        hash,
        cost,
        ..
    } = facts;
    let title = format!("{kind} {name}");
    let span = tracing::info_span!(
        "operation",
        otel.name = title.trim_end(),
        otel.kind = "server",
        otel.status_code = tracing::field::Empty,
        %request_id,
        name,
        %kind,
        hash,
        cost
    );
    if let Some(parent) = parent {
        // Nothing to do for one that is not exported.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
    span
}

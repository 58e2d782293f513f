//! From an admitted operation to its answer: who calls, what it costs, execution, the shape that the client accepts.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use async_graphql::ServerError;
use async_graphql::parser::types::OperationType;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;
use xorb_domain::identity::RequestInfo;
use xorb_domain::{AppError, ErrorCode};

use super::compress::Uncompressed;
use super::cookie_rules::{Channel, check_cookie_rules};
use super::media_type::{Accepted, Shape};
use super::request_context::{request_id, request_info};
use super::respond::{refuse_with, respond, respond_events};
use crate::caller::{Caller, Credentials};
use crate::edge::Edge;
use crate::errors::into_server_error;
use crate::execute::{Answer, Operation, Prepared, prepare, run_within_limits};
use crate::limits::Decision;
use crate::metrics::RefusalKind;
use crate::sse::stream_events;

/// Runs an operation, or tells why not.
pub(super) async fn serve_operation(
    edge: &web::Data<Edge>,
    request: &HttpRequest,
    operation: Result<Operation, ServerError>,
    accepted: Accepted,
) -> HttpResponse {
    let is_subscription = operation
        .as_ref()
        .is_ok_and(|operation| operation.kind() == OperationType::Subscription);
    let is_mutation = operation
        .as_ref()
        .is_ok_and(|operation| operation.kind() == OperationType::Mutation);
    let shape = accepted.shape(is_subscription);
    let outcome = match operation {
        Ok(operation) if is_subscription && shape == Shape::Events => {
            stream_events(edge, request, operation).await
        }
        Ok(operation) => run_for_caller(edge, request, operation)
            .await
            .map(|answer| write(&answer, shape)),
        Err(refusal) => Err(refusal),
    };
    let mut response = outcome.unwrap_or_else(|refusal| {
        let answer = Answer::refused(vec![refusal], request_id(request));
        edge.metrics.refusal(kind_of(answer.codes.first()));
        write(&answer, shape)
    });
    if is_mutation {
        response.extensions_mut().insert(Uncompressed);
    }
    response
}

/// What a client that accepts nothing of it is told.
pub(super) fn not_acceptable(request: &HttpRequest) -> HttpResponse {
    let text = "accept application/graphql-response+json, application/json or text/event-stream";
    refuse_with(request, StatusCode::NOT_ACCEPTABLE, text)
}

/// Who calls such an operation, if the rules for cookies allow it.
///
/// # Errors
/// As the credentials say.
pub(crate) async fn caller_of(
    edge: &Edge,
    request: &HttpRequest,
    kind: OperationType,
) -> Result<Arc<dyn Caller>, ServerError> {
    let credentials = credentials_of(edge, request)?;
    authenticate(edge, &credentials, &request_info(request), kind).await
}

/// What the request shows, if the rules for cookies allow it.
fn credentials_of(edge: &Edge, request: &HttpRequest) -> Result<Credentials, ServerError> {
    let credentials = Credentials::of(request);
    let credentials = credentials.map_err(|error| into_server_error(error, None))?;
    check_cookie_rules(edge, request, &credentials, Channel::Http)?;
    Ok(credentials)
}

async fn authenticate(
    edge: &Edge,
    credentials: &Credentials,
    info: &RequestInfo,
    kind: OperationType,
) -> Result<Arc<dyn Caller>, ServerError> {
    let caller = match kind {
        OperationType::Query => edge.callers.authenticate_reader(credentials, info).await,
        // A mutation has a transaction of its own, and a subscription must not keep one open.
        OperationType::Mutation | OperationType::Subscription => {
            edge.callers.authenticate(credentials, info).await
        }
    };
    caller.map_err(|error| into_server_error(error, None))
}

/// What the limiter by address has said about this request.
pub(crate) fn address_decision(request: &HttpRequest) -> Option<Decision> {
    request.extensions().get::<Decision>().copied()
}

/// Runs it where the connections to the database are: an answer of the database then wakes the thread that goes on with it,
/// and not first one that wakes another. A client that goes away ends it.
async fn run_for_caller(
    edge: &web::Data<Edge>,
    request: &HttpRequest,
    operation: Operation,
) -> Result<Answer, ServerError> {
    let refuse = |error| into_server_error(error, None);
    if operation.kind() == OperationType::Subscription {
        let text = "a subscription needs `Accept: text/event-stream`, or a WebSocket \
                    (graphql-transport-ws) at the same path";
        return Err(refuse(AppError::BadInput(text.into())));
    }
    let place = edge.running.enter(operation.lane()).map_err(refuse)?;
    let credentials = credentials_of(edge, request)?;
    let (info, address) = (request_info(request), address_decision(request));
    let (runtime, edge) = (edge.runtime.clone(), edge.clone());
    let running = async move {
        let _place = place;
        let caller = authenticate(&edge, &credentials, &info, operation.kind()).await?;
        let ready = prepare(&edge, operation, caller.as_ref())?;
        let prepared = Prepared::new(ready, caller.as_ref(), &info, address);
        Ok(run_within_limits(&edge, prepared).await)
    };
    let task = AbortOnDropHandle::new(runtime.spawn(running.in_current_span()));
    task.await
        .unwrap_or_else(|_| Err(refuse(AppError::internal("the operation did not end"))))
}

fn write(answer: &Answer, shape: Shape) -> HttpResponse {
    match shape {
        Shape::Json(media_type) => respond(answer, media_type),
        Shape::Events => respond_events(answer),
    }
}

fn kind_of(code: Option<&ErrorCode>) -> RefusalKind {
    match code {
        Some(ErrorCode::Unauthenticated) => RefusalKind::Credentials,
        Some(ErrorCode::Forbidden) => RefusalKind::Origin,
        Some(ErrorCode::Unavailable) => RefusalKind::Load,
        _ => RefusalKind::Document,
    }
}

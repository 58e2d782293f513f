//! `POST /graphql`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::ServerError;
use async_graphql::parser::types::OperationType;
use xorb_domain::{AppError, ErrorCode};

use super::body::{BodyError, read_body};
use super::content_type::is_json;
use super::cookie_rules::{Channel, check_cookie_rules};
use super::media_type::MediaType;
use super::request_context::{request_id, request_info};
use super::respond::{refuse, refuse_with, respond};
use crate::caller::Credentials;
use crate::edge::Edge;
use crate::errors::into_server_error;
use crate::execute::{Answer, Operation, Prepared, RequestParams, prepare, run_within_limits};
use crate::limits::Decision;
use crate::metrics::RefusalKind;

/// Queries and mutations as JSON.
pub(super) async fn graphql_post(
    edge: web::Data<Edge>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let Some(media_type) = MediaType::negotiate(request.headers()) else {
        return not_acceptable(&request);
    };
    if !is_json(request.headers()) {
        let text =
            "send the request as `Content-Type: application/json`, in UTF-8 and not compressed";
        return refuse_with(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, text);
    }
    let reading = read_body(request.headers(), payload, edge.max_body_bytes);
    let body = match tokio::time::timeout(edge.deadline, reading).await {
        Ok(Ok(body)) => body,
        Ok(Err(BodyError::TooLarge)) => {
            let text = format!("the request is larger than {} bytes", edge.max_body_bytes);
            return refuse_with(&request, StatusCode::PAYLOAD_TOO_LARGE, &text);
        }
        Ok(Err(BodyError::Broken)) => {
            return refuse(&request, AppError::BadInput("the body ended early".into()));
        }
        Err(_) => {
            return refuse_with(
                &request,
                StatusCode::REQUEST_TIMEOUT,
                "the body came too slowly",
            );
        }
    };
    match RequestParams::from_json(&body) {
        Ok(params) => {
            let operation = Operation::admit(&edge, params);
            respond(&answer(&edge, &request, operation).await, media_type)
        }
        Err(error) => refuse_with(&request, StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

pub(super) fn not_acceptable(request: &HttpRequest) -> HttpResponse {
    let text = "accept application/graphql-response+json or application/json";
    refuse_with(request, StatusCode::NOT_ACCEPTABLE, text)
}

/// Gate, caller, cost, execution.
pub(super) async fn answer(
    edge: &Edge,
    request: &HttpRequest,
    operation: Result<Operation, ServerError>,
) -> Answer {
    let id = request_id(request);
    let outcome = match operation {
        Ok(operation) => run_for_caller(edge, request, operation).await,
        Err(refusal) => Err(refusal),
    };
    match outcome {
        Ok(answer) => answer,
        Err(refusal) => {
            let answer = Answer::refused(vec![refusal], id);
            edge.metrics.refusal(match answer.codes.first() {
                Some(ErrorCode::Unauthenticated) => RefusalKind::Credentials,
                Some(ErrorCode::Forbidden) => RefusalKind::Origin,
                Some(ErrorCode::Unavailable) => RefusalKind::Load,
                _ => RefusalKind::Document,
            });
            answer
        }
    }
}

async fn run_for_caller(
    edge: &Edge,
    request: &HttpRequest,
    operation: Operation,
) -> Result<Answer, ServerError> {
    let refuse = |error| into_server_error(error, None);
    if operation.kind() == OperationType::Subscription {
        let text = "subscriptions run over a WebSocket (graphql-transport-ws) at the same path";
        return Err(refuse(AppError::BadInput(text.into())));
    }
    let _place = edge.running.enter(operation.lane()).map_err(refuse)?;
    let info = request_info(request);
    let credentials = Credentials::of(request).map_err(refuse)?;
    check_cookie_rules(edge, request, &credentials, Channel::Http)?;
    let caller = edge
        .callers
        .authenticate(&credentials, &info)
        .await
        .map_err(refuse)?;
    let ready = prepare(edge, operation, caller.as_ref())?;
    let address = actix_web::HttpMessage::extensions(request)
        .get::<Decision>()
        .copied();
    let prepared = Prepared::new(ready, caller.as_ref(), &info, address);
    Ok(run_within_limits(edge, prepared).await)
}

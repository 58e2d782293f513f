//! `POST /graphql`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::body::{BodyError, read_body};
use super::content_type::is_json;
use super::media_type::Accepted;
use super::respond::refuse_with;
use super::serve_operation::{not_acceptable, serve_operation};
use crate::edge::Edge;
use crate::execute::{Operation, RequestParams};
use crate::trusted_documents::Sender;

/// An operation as JSON.
pub(super) async fn graphql_post(
    edge: web::Data<Edge>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let Some(accepted) = Accepted::of(request.headers()) else {
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
            return refuse_with(&request, StatusCode::BAD_REQUEST, "the body ended early");
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
            let operation = Operation::admit(&edge, params, Sender::of(&request));
            serve_operation(&edge, &request, operation, accepted).await
        }
        Err(error) => refuse_with(&request, StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

//! Answers on the wire: status, media type and headers.

use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, SET_COOKIE, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::ServerError;
use xorb_domain::{AppError, ErrorCode};

use super::media_type::MediaType;
use super::request_context::request_id;
use crate::errors::{http_status, into_server_error};
use crate::execute::Answer;
use crate::limits::{whole_seconds, write_standings};
use crate::sse;

/// Writes an answer.
pub(crate) fn respond(answer: &Answer, media_type: MediaType) -> HttpResponse {
    let status = status_of(answer, media_type);
    match serde_json::to_vec(answer) {
        Ok(body) => dress(answer, status, media_type.as_str(), body),
        Err(error) => unwritable(&error),
    }
}

/// Writes an answer as a stream of one result. What was refused for its credentials or for load says so in the status; what
/// is wrong with a document stands in the stream, because browsers show no body of a failed one.
pub(crate) fn respond_events(answer: &Answer) -> HttpResponse {
    let status = status_of(answer, MediaType::LegacyJson);
    if status != StatusCode::OK {
        return respond(answer, MediaType::GraphqlResponse);
    }
    match sse::next(answer) {
        Ok(next) => dress(
            answer,
            status,
            sse::CONTENT_TYPE,
            [next, sse::complete()].concat(),
        ),
        Err(error) => unwritable(&error),
    }
}

fn dress(answer: &Answer, status: StatusCode, content_type: &str, body: Vec<u8>) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.content_type(content_type);
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((WWW_AUTHENTICATE, "Bearer"));
    }
    if let Some(wait) = answer.retry_after {
        response.insert_header((RETRY_AFTER, whole_seconds(wait).max(1).to_string()));
    }
    for cookie in &answer.cookies {
        response.append_header((SET_COOKIE, cookie));
    }
    let mut response = response.body(body);
    write_standings(&answer.standings, response.headers_mut());
    response
}

fn unwritable(error: &serde_json::Error) -> HttpResponse {
    tracing::error!(%error, "an answer can't be written");
    HttpResponse::InternalServerError().finish()
}

/// Refuses a request as a whole, in the media type that the client wants, or else in ours.
pub(crate) fn refuse(request: &HttpRequest, error: AppError) -> HttpResponse {
    refuse_error(request, into_server_error(error, None))
}

/// Refuses with an error that has a text of its own.
pub(crate) fn refuse_error(request: &HttpRequest, error: ServerError) -> HttpResponse {
    let media_type = MediaType::negotiate(request.headers()).unwrap_or(MediaType::GraphqlResponse);
    respond(
        &Answer::refused(vec![error], request_id(request)),
        media_type,
    )
}

/// Refuses with a status that no error code stands for (405, 406, 413, 415).
pub(crate) fn refuse_with(request: &HttpRequest, status: StatusCode, text: &str) -> HttpResponse {
    let mut response = refuse(request, AppError::BadInput(text.to_owned()));
    *response.status_mut() = status;
    response
}

/// What ran is 200. What did not run says why; a legacy client gets 200 for what a document can have wrong.
fn status_of(answer: &Answer, media_type: MediaType) -> StatusCode {
    if answer.has_run() {
        return StatusCode::OK;
    }
    let code = answer.codes.first().copied().unwrap_or(ErrorCode::Internal);
    match http_status(code) {
        StatusCode::BAD_REQUEST if media_type == MediaType::LegacyJson => StatusCode::OK,
        status => status,
    }
}

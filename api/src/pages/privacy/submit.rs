//! `POST /privacy/{tenant}/requests`, by the form or as JSON. The answer is always that it was received.

use actix_web::http::StatusCode;
use actix_web::http::header::{ORIGIN, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use xorb_domain::tenants::TenantSlug;
use xorb_domain::{AppError, ErrorCode};
use xorb_entities::tenants::Language;

use super::entry::Entry;
use super::form::statement;
use super::words::words;
use crate::edge::Edge;
use crate::http::{BodyError, is_form, is_json, read_body, refuse, refuse_with, request_info};
use crate::limits::whole_seconds;
use crate::pages::{comes_from_here, not_found, page_language};

/// A note of 4,000 characters, each of which a form may write in 12 bytes, and the rest.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Who asks: a page's form, or a program.
enum Sender {
    Form,
    Program,
}

/// Receives a request.
pub(super) async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    tenant: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    let Ok(tenant) = tenant.parse::<TenantSlug>() else {
        return not_found(request).await;
    };
    let language = page_language(&request);
    let headers = request.headers();
    let sender = if is_json(headers) {
        Sender::Program
    } else if is_form(headers) {
        Sender::Form
    } else {
        let text =
            "send the request as `Content-Type: application/json`, in UTF-8 and not compressed";
        return refuse_with(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, text);
    };
    if !is_allowed(&request, &edge, &sender) {
        return refused(&request, &sender, language, StatusCode::FORBIDDEN);
    }
    let reading = read_body(headers, payload, MAX_BODY_BYTES);
    let body = match tokio::time::timeout(edge.deadline, reading).await {
        Ok(Ok(body)) => body,
        Ok(Err(BodyError::TooLarge)) => {
            return refused(&request, &sender, language, StatusCode::PAYLOAD_TOO_LARGE);
        }
        Ok(Err(BodyError::Broken)) | Err(_) => {
            return refused(&request, &sender, language, StatusCode::BAD_REQUEST);
        }
    };
    let entry = match sender {
        Sender::Form => Some(Entry::from_form(&body)),
        Sender::Program => Entry::from_json(&body),
    };
    let Some(entry) = entry else {
        return refused(&request, &sender, language, StatusCode::BAD_REQUEST);
    };
    let input = entry.into_request(&tenant, language);
    match edge.intake.request(&request_info(&request), input).await {
        Ok(()) => received(&sender, language),
        Err(error) => failed(&request, &sender, language, error),
    }
}

/// A form of another site could fill mailboxes in a visitor's name. A program has no origin, or an allowed one.
fn is_allowed(request: &HttpRequest, edge: &Edge, sender: &Sender) -> bool {
    let has_origin = request.headers().contains_key(ORIGIN);
    comes_from_here(request, edge) || (matches!(sender, Sender::Program) && !has_origin)
}

fn received(sender: &Sender, language: Language) -> HttpResponse {
    let words = words(language);
    match sender {
        Sender::Form => statement(
            language,
            StatusCode::OK,
            words.received_title,
            words.received,
        ),
        Sender::Program => HttpResponse::Accepted()
            .json(json!({ "status": "received", "message": words.received })),
    }
}

fn failed(
    request: &HttpRequest,
    sender: &Sender,
    language: Language,
    error: AppError,
) -> HttpResponse {
    match (sender, error.code()) {
        (_, ErrorCode::BadUserInput) => refused(request, sender, language, StatusCode::BAD_REQUEST),
        (Sender::Form, _) => failure(language, &error),
        (Sender::Program, _) => refuse(request, error),
    }
}

/// What is not the person's fault, or too much of it, as a page.
pub(super) fn failure(language: Language, error: &AppError) -> HttpResponse {
    let words = words(language);
    let (status, text) = match error.code() {
        ErrorCode::RateLimited => (StatusCode::TOO_MANY_REQUESTS, words.too_often),
        ErrorCode::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, words.unavailable),
        _ => {
            tracing::error!(error = %error.chain(), "a privacy request could not be taken");
            (StatusCode::INTERNAL_SERVER_ERROR, words.failed)
        }
    };
    let mut response = statement(language, status, words.not_done_title, text);
    if let AppError::RateLimited { retry_after } = error {
        let seconds = whole_seconds(*retry_after).max(1).to_string();
        if let Ok(seconds) = seconds.parse() {
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
    }
    response
}

fn refused(
    request: &HttpRequest,
    sender: &Sender,
    language: Language,
    status: StatusCode,
) -> HttpResponse {
    let words = words(language);
    let text = match status {
        StatusCode::FORBIDDEN => words.foreign_page,
        StatusCode::PAYLOAD_TOO_LARGE => words.too_large,
        _ => words.invalid_input,
    };
    match sender {
        Sender::Form => statement(language, status, words.not_done_title, text),
        Sender::Program => refuse_with(request, status, text),
    }
}

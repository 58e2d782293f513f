//! What the pages answer: on with a session, or the same form with a reason.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use actix_web::{HttpResponse, HttpResponseBuilder};
use url::form_urlencoded;
use xorb_domain::identity::{Demand, Realm, SessionGrant};
use xorb_domain::{AppError, ErrorCode, UserErrorCode};

use super::return_to::return_to;
use super::words::Words;
use crate::caller::{device_cookie, session_cookie};

/// Sends the browser on, with its session: first to the company's identity provider or to a second factor, if that is demanded.
pub(super) fn go_on(grant: &SessionGrant, given: &str) -> HttpResponse {
    let mut response = HttpResponseBuilder::new(StatusCode::SEE_OTHER).finish();
    let headers = response.headers_mut();
    let to = return_to(given);
    let target = match grant.actor.demand {
        Some(Demand::SingleSignOn) => "/log-in/link".to_owned(),
        Some(Demand::SecondFactor) => {
            let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
            format!("/log-in/second-factor/enrol?returnTo={to}")
        }
        None => to.to_owned(),
    };
    if let Ok(location) = HeaderValue::from_str(&target) {
        headers.insert(LOCATION, location);
    }
    append_cookies(headers, grant);
    response
}

/// Gives the browser its session, and the cookie by which it is known again.
pub(in crate::pages) fn append_cookies(headers: &mut HeaderMap, grant: &SessionGrant) {
    let session = grant
        .cookie
        .as_ref()
        .map(|value| session_cookie(Realm::Tenants, value.expose()));
    let device = grant
        .device_cookie
        .as_ref()
        .map(|value| device_cookie(value.expose()));
    for cookie in [session, device].into_iter().flatten().flatten() {
        headers.append(SET_COOKIE, cookie);
    }
}

/// Status and reason for a refusal.
pub(super) fn reason(words: &'static Words, error: &AppError) -> (StatusCode, &'static str) {
    match error.code() {
        ErrorCode::BadUserInput => (StatusCode::BAD_REQUEST, of_input(words, error)),
        ErrorCode::RateLimited => (StatusCode::TOO_MANY_REQUESTS, words.too_often),
        ErrorCode::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, words.unavailable),
        _ => {
            tracing::error!(error = %error.chain(), "a log-in failed");
            (StatusCode::INTERNAL_SERVER_ERROR, words.failed)
        }
    }
}

fn of_input(words: &'static Words, error: &AppError) -> &'static str {
    let AppError::User(errors) = error else {
        return words.failed;
    };
    match errors.first().map(|error| error.code) {
        Some(UserErrorCode::InvalidToken) => words.over,
        Some(UserErrorCode::NotAvailable) => words.no_passkeys,
        _ if errors.iter().any(|error| error.path.len() > 1) => words.wrong_factor,
        _ => words.wrong,
    }
}

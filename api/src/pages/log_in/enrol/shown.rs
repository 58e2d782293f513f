//! How these pages are shown: never stored, and with a way on when nothing can be done.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, VARY};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::tenants::Language;

use super::choose::choose;
use crate::edge::Edge;
use crate::pages::log_in::answer::reason;
use crate::pages::log_in::form::{Filled, form};
use crate::pages::log_in::words;
use crate::pages::{Page, page_in, passkey_page_in};

/// A page.
#[derive(Clone, Copy)]
pub(super) struct Shown<'s> {
    pub(super) status: StatusCode,
    pub(super) title: &'s str,
    pub(super) body: &'s str,
    /// It asks the browser for a passkey.
    pub(super) is_scripted: bool,
}

/// A page with a secret on it, or that leads to one.
pub(super) fn never_stored(language: Language, shown: Shown<'_>) -> HttpResponse {
    let page = Page {
        status: shown.status,
        title: shown.title,
        body: shown.body,
    };
    let mut response = if shown.is_scripted {
        passkey_page_in(language, &page)
    } else {
        page_in(language, &page)
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(VARY, HeaderValue::from_static("Accept-Language"));
    response
}

/// The session has ended: log in again.
pub(super) async fn over(edge: &Edge, language: Language) -> HttpResponse {
    let filled = Filled {
        tenant: "",
        return_to: "",
        problem: Some(words::words(language).over),
    };
    form(edge, language, StatusCode::BAD_REQUEST, filled).await
}

/// Begin again, from the log-in if the session or its proof are too old.
pub(super) async fn refused(
    edge: &Edge,
    language: Language,
    error: &AppError,
    given: &str,
) -> HttpResponse {
    let texts = super::words::words(language);
    match error {
        AppError::Unauthenticated => over(edge, language).await,
        AppError::User(errors) => match errors.first().map(|error| error.code) {
            Some(UserErrorCode::NotAvailable) => {
                let text = Some(texts.no_passkeys);
                choose(language, StatusCode::BAD_REQUEST, given, text)
            }
            Some(UserErrorCode::InvalidState) => {
                let text = Some(texts.has_one);
                choose(language, StatusCode::BAD_REQUEST, given, text)
            }
            _ => over(edge, language).await,
        },
        error => {
            let (status, text) = reason(words::words(language), error);
            choose(language, status, given, Some(text))
        }
    }
}

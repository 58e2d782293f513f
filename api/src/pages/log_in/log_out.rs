//! Out again, and the two pages that are one sentence.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use xorb_domain::AppError;
use xorb_domain::identity::{Credentials, Realm};

use super::answer::reason;
use super::form::in_language;
use super::words::{code, words};
use crate::caller::{SESSION_COOKIE, ended_session_cookie};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::page_language;

/// Ends the session of the cookie and takes the cookie back.
pub(super) async fn submit(request: HttpRequest, edge: web::Data<Edge>) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    if !comes_from_here(&request, &edge) {
        let text = format!("<p role=\"alert\">{}</p>", words.foreign_page);
        return in_language(language, StatusCode::FORBIDDEN, words.error_title, &text);
    }
    if let Some(cookie) = request.cookie(SESSION_COOKIE) {
        let credentials = Credentials::Cookie(cookie.value().into());
        let outcome = edge
            .log_ins
            .log_out(&request_info(&request), &credentials)
            .await;
        match outcome {
            Ok(()) | Err(AppError::Unauthenticated) => {}
            Err(error) => {
                let (status, text) = reason(words, &error);
                let text = format!("<p role=\"alert\">{text}</p>");
                return in_language(language, status, words.error_title, &text);
            }
        }
    }
    let mut response = HttpResponseBuilder::new(StatusCode::SEE_OTHER).finish();
    let headers = response.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_static("/signed-out"));
    headers.append(SET_COOKIE, ended_session_cookie(Realm::Tenants));
    response
}

/// You are out.
pub(super) async fn signed_out(request: HttpRequest) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let (code, _) = code(language);
    let body = format!(
        "<p role=\"status\">{}</p>\n<p><a class=\"button\" href=\"/log-in?lang={code}\">{}</a></p>",
        words.signed_out, words.log_in
    );
    in_language(language, StatusCode::OK, words.signed_out_title, &body)
}

/// A log-in did not work; why, nobody is told.
pub(super) async fn error(request: HttpRequest) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let (code, _) = code(language);
    let body = format!(
        "<p role=\"alert\">{}</p>\n<p><a class=\"button\" href=\"/log-in?lang={code}\">{}</a></p>",
        words.error, words.log_in
    );
    in_language(language, StatusCode::BAD_REQUEST, words.error_title, &body)
}

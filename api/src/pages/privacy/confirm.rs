//! `/privacy/confirm`, where the link of the mail leads: a button. Only pressing it confirms, because mail scanners open
//! links; and only from this page, because nobody else may press it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded;
use xorb_domain::ErrorCode;
use xorb_domain::secret::Secret;
use xorb_entities::tenants::Language;

use super::form::{in_language, statement};
use super::submit::failure;
use super::words::words;
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::{comes_from_here, page_language};

/// The button. Its form goes to this page's own address, so that the token need not be written into the page.
pub(super) async fn show(request: HttpRequest) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    if token(&request).is_none() {
        return statement(
            language,
            StatusCode::BAD_REQUEST,
            words.not_done_title,
            words.link_incomplete,
        );
    }
    let body = format!(
        "<p>{}</p>\n<form method=\"post\">\n<p><button type=\"submit\">{}</button></p>\n</form>",
        words.confirm_lead, words.confirm
    );
    in_language(language, StatusCode::OK, words.confirm_title, &body)
}

/// Confirms the request.
pub(super) async fn submit(request: HttpRequest, edge: web::Data<Edge>) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let not_done = |status, text| statement(language, status, words.not_done_title, text);
    if !comes_from_here(&request, &edge) {
        return not_done(StatusCode::FORBIDDEN, words.foreign_page);
    }
    let Some(token) = token(&request) else {
        return not_done(StatusCode::BAD_REQUEST, words.link_incomplete);
    };
    match edge.intake.confirm(&request_info(&request), &token).await {
        Ok(confirmed) => {
            let day = match language {
                Language::En => confirmed.due.format("%-d %B %Y"),
                Language::De => confirmed.due.format("%d.%m.%Y"),
            };
            let text = format!("{} {day}.", words.confirmed_until);
            statement(language, StatusCode::OK, words.confirmed_title, &text)
        }
        Err(error) if error.code() == ErrorCode::BadUserInput => {
            not_done(StatusCode::BAD_REQUEST, words.link_void)
        }
        Err(error) => failure(language, &error),
    }
}

/// The token of the address, if it has the shape of one.
fn token(request: &HttpRequest) -> Option<Secret<String>> {
    const LENGTH: usize = 64;
    let (_, text) = form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == "token")?;
    let is_shaped = text.len() == LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_shaped.then(|| Secret::new(text.into_owned()))
}

//! The last page: the factor counts, and the recovery codes are shown this once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use xorb_domain::identity::FinishPasskeyEnrollment;
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::tenants::Language;

use super::choose::choose;
use super::forms::{Answer, credentials};
use super::offer::ask_again;
use super::shown::{Shown, never_stored, over, refused};
use super::words::{Words, words};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::log_in::return_to::return_to;
use crate::pages::{escape, page_language};

/// By a code of the app.
pub(in crate::pages::log_in) async fn confirm_code(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Answer>,
) -> HttpResponse {
    let language = page_language(&request);
    if !comes_from_here(&request, &edge) {
        return foreign(language);
    }
    let Some(credentials) = credentials(&request) else {
        return over(&edge, language).await;
    };
    let Answer {
        code, return_to, ..
    } = input.into_inner();
    let info = request_info(&request);
    let code = Secret::new(code);
    match edge.log_ins.confirm_totp(&info, &credentials, &code).await {
        Ok(codes) => done(language, &codes, &return_to),
        Err(error) if is_wrong(&error) => ask_again(language, StatusCode::BAD_REQUEST, &return_to),
        Err(error) => refused(&edge, language, &error, &return_to).await,
    }
}

/// By the passkey that the browser has made.
pub(in crate::pages::log_in) async fn keep_passkey(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Answer>,
) -> HttpResponse {
    let language = page_language(&request);
    if !comes_from_here(&request, &edge) {
        return foreign(language);
    }
    let Some(credentials) = credentials(&request) else {
        return over(&edge, language).await;
    };
    let Answer {
        response,
        return_to,
        ..
    } = input.into_inner();
    let info = request_info(&request);
    let made = FinishPasskeyEnrollment {
        name: words(language).passkey_name.to_owned(),
        response: response.into(),
    };
    let kept = edge
        .log_ins
        .finish_passkey_enrollment(&info, &credentials, made);
    match kept.await {
        Ok(kept) => done(
            language,
            &kept.recovery_codes.unwrap_or_default(),
            &return_to,
        ),
        Err(error) if is_wrong(&error) => {
            let text = Some(words(language).passkey_failed);
            choose(language, StatusCode::BAD_REQUEST, &return_to, text)
        }
        Err(error) => refused(&edge, language, &error, &return_to).await,
    }
}

fn is_wrong(error: &AppError) -> bool {
    let AppError::User(errors) = error else {
        return false;
    };
    errors
        .iter()
        .any(|error| error.code == UserErrorCode::InvalidCredentials)
}

fn foreign(language: Language) -> HttpResponse {
    let text = Some(words(language).foreign_page);
    choose(language, StatusCode::FORBIDDEN, "", text)
}

fn done(language: Language, codes: &[Secret<String>], given: &str) -> HttpResponse {
    let Words {
        done_title,
        done,
        codes_lead,
        go_on,
        ..
    } = words(language);
    let item = |code: &Secret<String>| format!("<li><code>{}</code></li>\n", escape(code.expose()));
    let items: String = codes.iter().map(item).collect();
    let codes = if items.is_empty() {
        String::new()
    } else {
        format!("<p>{codes_lead}</p>\n<ul>\n{items}</ul>\n")
    };
    let body = format!(
        "<p role=\"status\">{done}</p>\n{codes}<p><a class=\"button\" href=\"{}\">{go_on}</a></p>\n",
        escape(return_to(given))
    );
    let shown = Shown {
        status: StatusCode::OK,
        title: done_title,
        body: &body,
        is_scripted: false,
    };
    never_stored(language, shown)
}

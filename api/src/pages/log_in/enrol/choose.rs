//! The first page: with what to begin.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use xorb_domain::AppError;
use xorb_entities::tenants::Language;

use super::forms::{Chosen, Link, credentials};
use super::offer::{offer_app, offer_passkey};
use super::shown::{Shown, never_stored, over, refused};
use super::words::{Words, words};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::log_in::form::problem;
use crate::pages::log_in::return_to::return_to;
use crate::pages::log_in::words::code;
use crate::pages::{escape, page_language};

/// Shows the two ways.
pub(in crate::pages::log_in) async fn show(
    request: HttpRequest,
    edge: web::Data<Edge>,
    link: web::Query<Link>,
) -> HttpResponse {
    let language = page_language(&request);
    if credentials(&request).is_none() {
        return over(&edge, language).await;
    }
    choose(language, StatusCode::OK, &link.return_to, None)
}

/// The two ways, for the first time or with what was wrong.
pub(super) fn choose(
    language: Language,
    status: StatusCode,
    given: &str,
    wrong: Option<&str>,
) -> HttpResponse {
    let Words {
        title,
        lead,
        with_app,
        with_passkey,
        ..
    } = words(language);
    let (code, _) = code(language);
    let to = escape(return_to(given));
    let form = |with: &str, label: &str| {
        format!(
            "<form method=\"post\" action=\"/log-in/second-factor/enrol?lang={code}\">\n\
             <input type=\"hidden\" name=\"with\" value=\"{with}\">\n\
             <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
             <p><button type=\"submit\">{label}</button></p>\n</form>\n"
        )
    };
    let body = [
        problem(wrong),
        format!("<p>{lead}</p>\n"),
        form("app", with_app),
        form("passkey", with_passkey),
    ]
    .concat();
    never_stored(
        language,
        Shown {
            status,
            title,
            body: &body,
            is_scripted: false,
        },
    )
}

/// Begins with one of them.
pub(in crate::pages::log_in) async fn begin(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Chosen>,
) -> HttpResponse {
    let language = page_language(&request);
    if !comes_from_here(&request, &edge) {
        let words = words(language);
        return choose(
            language,
            StatusCode::FORBIDDEN,
            "",
            Some(words.foreign_page),
        );
    }
    let Some(credentials) = credentials(&request) else {
        return over(&edge, language).await;
    };
    let info = request_info(&request);
    let offered: Result<HttpResponse, AppError> = if input.with == "passkey" {
        let options = edge.log_ins.start_passkey_enrollment(&info, &credentials);
        options
            .await
            .map(|options| offer_passkey(language, &options, &input.return_to))
    } else {
        let enrollment = edge.log_ins.enroll_totp(&info, &credentials);
        enrollment
            .await
            .map(|enrollment| offer_app(language, &enrollment, &input.return_to))
    };
    match offered {
        Ok(page) => page,
        Err(error) => refused(&edge, language, &error, &input.return_to).await,
    }
}

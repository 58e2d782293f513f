//! A log-in by passkey alone: the page that asks the browser, and its answer.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::identity::FinishPasskeyLogIn;
use xorb_entities::identity::SessionDelivery;

use super::answer::{go_on, reason};
use super::form::{Filled, form};
use super::return_to::return_to;
use super::words::{Words, code, words};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::{Page, escape, page_language, passkey_page_in};

/// Where to log in.
#[derive(Deserialize)]
pub(super) struct Start {
    tenant: String,
    #[serde(default)]
    return_to: String,
}

/// What the browser gave.
#[derive(Deserialize)]
pub(super) struct Answer {
    token: String,
    response: String,
    #[serde(default)]
    return_to: String,
}

/// Asks the browser for a passkey.
pub(super) async fn start(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Start>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let again = async |status, text| {
        let filled = Filled {
            tenant: &input.tenant,
            return_to: &input.return_to,
            problem: Some(text),
        };
        form(&edge, language, status, filled).await
    };
    if !comes_from_here(&request, &edge) {
        return again(StatusCode::FORBIDDEN, words.foreign_page).await;
    }
    let info = request_info(&request);
    let asked = match edge.log_ins.start_passkey(&info, &input.tenant).await {
        Ok(asked) => asked,
        Err(error) => {
            let (status, text) = reason(words, &error);
            return again(status, text).await;
        }
    };
    let Words {
        passkey_title,
        passkey_lead,
        passkey_failed,
        with_passkey,
        ..
    } = words;
    let (code, _) = code(language);
    let body = format!(
        "<p>{passkey_lead}</p>\n\
         <form method=\"post\" action=\"/log-in/passkey/answer?lang={code}\" data-passkey=\"{}\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"response\">\n\
         <p><button type=\"submit\">{with_passkey}</button></p>\n\
         <p role=\"alert\" data-failed hidden>{passkey_failed}</p>\n</form>\n\
         <noscript><p role=\"alert\">{passkey_failed}</p></noscript>",
        escape(&asked.options),
        escape(asked.token.expose()),
        escape(return_to(&input.return_to)),
    );
    let page = Page {
        status: StatusCode::OK,
        title: passkey_title,
        body: &body,
    };
    passkey_page_in(language, &page)
}

/// Logs in with a session cookie.
pub(super) async fn finish(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Answer>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let again = async |status, text| {
        let filled = Filled {
            tenant: "",
            return_to: &input.return_to,
            problem: Some(text),
        };
        form(&edge, language, status, filled).await
    };
    if !comes_from_here(&request, &edge) {
        return again(StatusCode::FORBIDDEN, words.foreign_page).await;
    }
    let answer = FinishPasskeyLogIn {
        token: input.token.as_str().into(),
        response: input.response.as_str().into(),
        delivery: SessionDelivery::Cookie,
    };
    let done = edge
        .log_ins
        .finish_passkey(&request_info(&request), answer)
        .await;
    match done {
        Ok(grant) => go_on(&grant, &input.return_to),
        Err(error) => {
            let (status, text) = reason(words, &error);
            let text = if status == StatusCode::BAD_REQUEST {
                words.wrong_passkey
            } else {
                text
            };
            again(status, text).await
        }
    }
}

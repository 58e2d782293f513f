//! Operators log in with a passkey, and with nothing else.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde::Deserialize;
use xorb_domain::identity::{FinishPasskeyLogIn, SessionGrant};
use xorb_entities::identity::SessionDelivery;
use xorb_entities::tenants::Language;

use super::refusal::{foreign, refused};
use crate::caller::{device_cookie, session_cookie};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::{Page, comes_from_here, escape, passkey_page_in};

const TITLE: &str = "Log in";

/// What the browser gave.
#[derive(Deserialize)]
pub(super) struct Answer {
    token: String,
    response: String,
}

/// Asks the browser for a passkey.
pub(super) async fn start(request: HttpRequest, edge: web::Data<Edge>) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return foreign(TITLE);
    }
    let info = request_info(&request);
    let asked = match edge.log_ins.start_passkey(&info, "").await {
        Ok(asked) => asked,
        Err(error) => return refused(TITLE, &error),
    };
    let body = format!(
        "<form method=\"post\" action=\"/log-in/answer\" data-passkey=\"{}\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"response\">\n\
         <p><button type=\"submit\">Use your passkey</button></p>\n\
         <p role=\"alert\" data-failed hidden>The passkey could not be used. Try again.</p>\n</form>\n\
         <noscript><p role=\"alert\">A passkey needs JavaScript.</p></noscript>",
        escape(&asked.options),
        escape(asked.token.expose()),
    );
    let page = Page {
        status: StatusCode::OK,
        title: TITLE,
        body: &body,
    };
    passkey_page_in(Language::En, &page)
}

/// Opens a session.
pub(super) async fn finish(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Answer>,
) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return foreign(TITLE);
    }
    let answer = FinishPasskeyLogIn {
        token: input.token.as_str().into(),
        response: input.response.as_str().into(),
        delivery: SessionDelivery::Cookie,
    };
    let info = request_info(&request);
    match edge.log_ins.finish_passkey(&info, answer).await {
        Ok(grant) => go_on(&edge, &grant),
        Err(error) => refused(TITLE, &error),
    }
}

fn go_on(edge: &Edge, grant: &SessionGrant) -> HttpResponse {
    let mut response = HttpResponseBuilder::new(StatusCode::SEE_OTHER).finish();
    let headers = response.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_static("/"));
    let session = grant
        .cookie
        .as_ref()
        .map(|value| session_cookie(edge.realm, value.expose()));
    let device = grant
        .device_cookie
        .as_ref()
        .map(|value| device_cookie(value.expose()));
    for cookie in [session, device].into_iter().flatten().flatten() {
        headers.append(SET_COOKIE, cookie);
    }
    response
}

//! The page that an operator's ticket leads to: a session in somebody's name, in this browser, for half an hour at most.
//!
//! Looking at the page opens nothing: the form does, from our own origin only.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::ErrorCode;
use xorb_domain::secret::Secret;

use super::{Page, comes_from_here, escape, page};
use crate::caller::session_cookie;
use crate::edge::Edge;
use crate::http::request_info;

const OPENED: &str = "\
<p role=\"status\">This browser acts in the person's name now. Log out as soon as you are done.</p>
<form method=\"post\" action=\"/log-out\"><p><button type=\"submit\">Log out</button> <a href=\"/\">Go on</a></p></form>
";

/// What the link and the form carry.
#[derive(Deserialize)]
pub struct Ticket {
    #[serde(default)]
    token: String,
}

/// Shows what is about to happen.
pub async fn show(link: web::Query<Ticket>) -> HttpResponse {
    let body = format!(
        "<p>You are about to act in the name of somebody else, by the grant of their company. It lasts 30 minutes at most, \
         everything goes into the company's audit trail, and this browser's own session is replaced.</p>\n\
         <form method=\"post\" action=\"/impersonate\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{}\">\n\
         <p><button type=\"submit\">Begin</button></p>\n</form>",
        escape(&link.token)
    );
    told(StatusCode::OK, &body)
}

/// Opens the session.
pub async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Ticket>,
) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return refused(StatusCode::FORBIDDEN, "Please use the form on this page.");
    }
    let ticket = Secret::new(input.into_inner().token);
    let info = request_info(&request);
    let cookie = match edge.impersonations.open(&info, &ticket).await {
        Ok(cookie) => cookie,
        Err(error) => {
            let status = match error.code() {
                ErrorCode::BadUserInput => StatusCode::BAD_REQUEST,
                ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                _ => {
                    tracing::error!(error = %error.chain(), "an impersonation could not be opened");
                    return refused(StatusCode::INTERNAL_SERVER_ERROR, "This did not work.");
                }
            };
            return refused(status, &error.to_string());
        }
    };
    let mut response = told(StatusCode::OK, OPENED);
    if let Ok(cookie) = session_cookie(edge.realm, cookie.expose()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn refused(status: StatusCode, text: &str) -> HttpResponse {
    let body = format!("<p role=\"alert\" class=\"error\">{}</p>", escape(text));
    told(status, &body)
}

fn told(status: StatusCode, body: &str) -> HttpResponse {
    let mut response = page(&Page {
        status,
        title: "In somebody's name",
        body,
    });
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

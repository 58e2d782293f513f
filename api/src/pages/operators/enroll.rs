//! The page of the link that the command line prints: an operator's browser makes a passkey.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::secret::Secret;
use xorb_entities::tenants::Language;

use super::refusal::{foreign, refused};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::{Page, comes_from_here, escape, page, passkey_page_in};

const TITLE: &str = "Your passkey";

/// What the link carries.
#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    token: String,
}

/// What the browser gave.
#[derive(Deserialize)]
pub(super) struct Answer {
    token: String,
    response: String,
}

/// Asks the browser for a new passkey. The link is used up when it has been made.
pub(super) async fn show(
    request: HttpRequest,
    edge: web::Data<Edge>,
    link: web::Query<Link>,
) -> HttpResponse {
    let token = Secret::new(link.into_inner().token);
    let info = request_info(&request);
    let options = match edge.enrollments.start(&info, &token).await {
        Ok(options) => options,
        Err(error) => return refused(TITLE, &error),
    };
    let body = format!(
        "<p>You log in with a passkey that verifies you: by a fingerprint, your face or a PIN. There is no password.</p>\n\
         <form method=\"post\" action=\"/enroll\" data-passkey=\"{}\" data-create>\n\
         <input type=\"hidden\" name=\"token\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"response\">\n\
         <p><button type=\"submit\">Make the passkey</button></p>\n\
         <p role=\"alert\" data-failed hidden>The passkey could not be made. Try again.</p>\n</form>\n\
         <noscript><p role=\"alert\">A passkey needs JavaScript.</p></noscript>",
        escape(&options),
        escape(token.expose()),
    );
    let page = Page {
        status: StatusCode::OK,
        title: TITLE,
        body: &body,
    };
    passkey_page_in(Language::En, &page)
}

/// Keeps it.
pub(super) async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Answer>,
) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return foreign(TITLE);
    }
    let Answer { token, response } = input.into_inner();
    let (token, response) = (Secret::new(token), Secret::new(response));
    let info = request_info(&request);
    match edge.enrollments.finish(&info, &token, &response).await {
        Ok(()) => page(&Page {
            status: StatusCode::OK,
            title: TITLE,
            body: "<p role=\"status\">Your passkey is made. The link is void now.</p>\n\
                   <p><a class=\"button\" href=\"/\">Log in with it</a></p>",
        }),
        Err(error) => refused(TITLE, &error),
    }
}

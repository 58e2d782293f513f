//! The page that an invitation's mail leads to: choose a name and a password, and the account is ready.
//!
//! The form comes from our own origin only, so that nobody is made a member of somebody else's tenant by a page
//! elsewhere. Errors never repeat what was typed.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::identity::{AcceptInvitation, Realm, SessionGrant};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, ErrorCode};
use xorb_entities::identity::SessionDelivery;

use super::{Page, comes_from_here, escape, page};
use crate::caller::session_cookie;
use crate::edge::Edge;
use crate::http::request_info;

/// What the link carries.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    token: String,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Form {
    token: String,
    display_name: String,
    password: String,
}

/// Shows the form. Whether the token is any good is said only when it is used.
pub async fn show(link: web::Query<Link>) -> HttpResponse {
    form(StatusCode::OK, &link.token, None)
}

/// Accepts the invitation and logs the person in with a session cookie.
pub async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return form(
            StatusCode::FORBIDDEN,
            "",
            Some("Open the link of your mail again, and use the form there."),
        );
    }
    let Form {
        token,
        display_name,
        password,
    } = input.into_inner();
    let accept = AcceptInvitation {
        token: Secret::new(token.clone()),
        password: Secret::new(password),
        display_name,
        delivery: SessionDelivery::Cookie,
    };
    match edge
        .invitations
        .accept(&request_info(&request), accept)
        .await
    {
        Ok(grant) => welcome(&grant),
        Err(error) => refused(&token, &error),
    }
}

fn welcome(grant: &SessionGrant) -> HttpResponse {
    let mut response = page(&Page {
        status: StatusCode::OK,
        title: "Your account is ready",
        body: "<p>You are logged in on this browser. Next time, log in with your company's short name, your address \
               and the password that you have just chosen.</p>\n<p><a class=\"button\" href=\"/\">Go on</a></p>",
    });
    if let Some(cookie) = grant
        .cookie
        .as_ref()
        .and_then(|value| session_cookie(Realm::Tenants, value.expose()).ok())
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn refused(token: &str, error: &AppError) -> HttpResponse {
    let (status, text) = match error.code() {
        ErrorCode::BadUserInput => (StatusCode::BAD_REQUEST, error.to_string()),
        ErrorCode::RateLimited => (StatusCode::TOO_MANY_REQUESTS, error.to_string()),
        ErrorCode::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
        _ => {
            tracing::error!(error = %error.chain(), "an invitation could not be accepted");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "This did not work. Please try again.".to_owned(),
            )
        }
    };
    form(status, token, Some(&text))
}

fn form(status: StatusCode, token: &str, problem: Option<&str>) -> HttpResponse {
    let problem = problem.map_or_else(String::new, |text| {
        format!("<p role=\"alert\">{}</p>\n", escape(text))
    });
    let body = format!(
        "{problem}<form method=\"post\" action=\"/accept-invitation\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{token}\">\n\
         <p><label for=\"name\">Your name</label><br>\n\
         <input id=\"name\" name=\"display_name\" autocomplete=\"name\" required maxlength=\"100\"></p>\n\
         <p><label for=\"password\">A password of at least 15 characters</label><br>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" required \
         minlength=\"15\" maxlength=\"128\"></p>\n\
         <p><button type=\"submit\">Accept the invitation</button></p>\n</form>",
        token = escape(token),
    );
    let mut response = page(&Page {
        status,
        title: "You are invited",
        body: &body,
    });
    response.headers_mut().insert(
        CACHE_CONTROL,
        actix_web::http::header::HeaderValue::from_static("no-store"),
    );
    response
}

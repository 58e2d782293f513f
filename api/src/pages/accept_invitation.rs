//! The page that an invitation's mail leads to: choose a name and a password, and the account is ready.
//!
//! The form comes from our own origin only, so that nobody is made a member of somebody else's tenant by a page
//! elsewhere. Errors never repeat what was typed.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::identity::{AcceptInvitation, SessionGrant};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, ErrorCode};
use xorb_entities::identity::SessionDelivery;

use super::log_in::{append_cookies, provider_buttons};
use super::{Page, comes_from_here, escape, page};
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
pub async fn show(edge: web::Data<Edge>, link: web::Query<Link>) -> HttpResponse {
    form(&edge, StatusCode::OK, &link.token, None).await
}

/// Accepts the invitation and logs the person in with a session cookie.
pub async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        let problem = Some("Open the link of your mail again, and use the form there.");
        return form(&edge, StatusCode::FORBIDDEN, "", problem).await;
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
        Err(error) => refused(&edge, &token, &error).await,
    }
}

fn welcome(grant: &SessionGrant) -> HttpResponse {
    let mut response = page(&Page {
        status: StatusCode::OK,
        title: "Your account is ready",
        body: "<p>You are logged in on this browser. Next time, log in with your company's short name, your address \
               and the password that you have just chosen.</p>\n<p><a class=\"button\" href=\"/\">Go on</a></p>",
    });
    append_cookies(response.headers_mut(), grant);
    response
}

async fn refused(edge: &Edge, token: &str, error: &AppError) -> HttpResponse {
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
    form(edge, status, token, Some(&text)).await
}

async fn form(edge: &Edge, status: StatusCode, token: &str, problem: Option<&str>) -> HttpResponse {
    let options = edge.invitations.options(&token.into()).await;
    if let Err(error) = &options {
        tracing::warn!(error = %error.chain(), "the ways to log in could not be read");
    }
    let mut body = problem.map_or_else(String::new, |text| {
        format!("<p role=\"alert\">{}</p>\n", escape(text))
    });
    if let Ok(options) = &options {
        let invitation = [("invitation", token)];
        body.push_str(&provider_buttons(
            "Join with",
            &options.providers,
            &invitation,
        ));
    }
    if options.is_ok_and(|options| options.is_password_enabled) {
        body.push_str(&password_form(token));
    }
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

fn password_form(token: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/accept-invitation\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{token}\">\n\
         <p><label for=\"name\">Your name</label><br>\n\
         <input id=\"name\" name=\"display_name\" autocomplete=\"name\" required maxlength=\"100\"></p>\n\
         <p><label for=\"password\">A password of at least 15 characters</label><br>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" required \
         minlength=\"15\" maxlength=\"128\"></p>\n\
         <p><button type=\"submit\">Accept the invitation</button></p>\n</form>",
        token = escape(token),
    )
}

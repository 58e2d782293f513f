//! The pages of a lost password: without a token they ask for the account, with one for the new password.
//!
//! Forms come from our own origin only. Errors never repeat what was typed, and asking for a link says the same to everybody.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::identity::{RequestPasswordReset, ResetPassword};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::tenants::Language;

use super::password_words::{Words, words};
use super::{Page, comes_from_here, escape, page_in, page_language};
use crate::edge::Edge;
use crate::http::request_info;

/// What the link carries.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    token: String,
}

/// What the form of a new password sends.
#[derive(Deserialize)]
pub struct Chosen {
    token: String,
    password: String,
    /// There if the box was ticked.
    revoke_api_keys: Option<String>,
}

/// What the form for a link sends.
#[derive(Deserialize)]
pub struct Asked {
    tenant: String,
    email: String,
}

/// Shows the form for a link, or, with a token, that for a new password. Whether the token is any good is said only when
/// it is used.
pub async fn show(request: HttpRequest, link: web::Query<Link>) -> HttpResponse {
    let language = page_language(&request);
    if link.token.is_empty() {
        ask(language, StatusCode::OK, None)
    } else {
        choose(language, StatusCode::OK, &link.token, None)
    }
}

/// Sends a link to whoever has this account, and says the same whether there is one.
pub async fn request_link(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Asked>,
) -> HttpResponse {
    let (language, words) = language_of(&request);
    if !comes_from_here(&request, &edge) {
        return ask(language, StatusCode::FORBIDDEN, Some(words.foreign_page));
    }
    let Asked { tenant, email } = input.into_inner();
    let input = RequestPasswordReset {
        tenant_slug: tenant,
        email,
    };
    let info = request_info(&request);
    let asked = edge.accounts.request_password_reset(&info, input);
    match asked.await {
        Ok(()) => told(language, words.asked_title, words.asked),
        Err(error) => {
            let (status, text) = refusal(&error, words);
            ask(language, status, Some(text))
        }
    }
}

/// Sets the new password.
pub async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Chosen>,
) -> HttpResponse {
    let (language, words) = language_of(&request);
    if !comes_from_here(&request, &edge) {
        return ask(language, StatusCode::FORBIDDEN, Some(words.foreign_page));
    }
    let Chosen {
        token,
        password,
        revoke_api_keys,
    } = input.into_inner();
    let input = ResetPassword {
        token: Secret::new(token.clone()),
        new_password: Secret::new(password),
        revoke_api_keys: revoke_api_keys.is_some(),
    };
    let info = request_info(&request);
    let reset = edge.accounts.reset_password(&info, input);
    match reset.await {
        Ok(()) => told(language, words.chosen_title, words.chosen),
        Err(error) => {
            let (status, text) = refusal(&error, words);
            choose(language, status, &token, Some(text))
        }
    }
}

fn language_of(request: &HttpRequest) -> (Language, &'static Words) {
    let language = page_language(request);
    (language, words(language))
}

fn refusal(error: &AppError, words: &Words) -> (StatusCode, &'static str) {
    match error {
        AppError::User(errors)
            if errors
                .iter()
                .any(|error| error.code == UserErrorCode::InvalidToken) =>
        {
            (StatusCode::BAD_REQUEST, words.link_void)
        }
        AppError::User(_) => (StatusCode::BAD_REQUEST, words.too_weak),
        AppError::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, words.too_often),
        AppError::Unavailable { .. } => (StatusCode::SERVICE_UNAVAILABLE, words.unavailable),
        _ => {
            tracing::error!(error = %error.chain(), "a password could not be reset");
            (StatusCode::INTERNAL_SERVER_ERROR, words.failed)
        }
    }
}

fn ask(language: Language, status: StatusCode, problem: Option<&str>) -> HttpResponse {
    let words = words(language);
    let body = format!(
        "{alert}<form method=\"post\" action=\"/reset-password/request\">\n\
         <p><label for=\"tenant\">{tenant}</label><br>\n\
         <input id=\"tenant\" name=\"tenant\" autocomplete=\"organization\" required maxlength=\"63\"></p>\n\
         <p><label for=\"email\">{email}</label><br>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" required maxlength=\"254\"></p>\n\
         <p><button type=\"submit\">{send}</button></p>\n</form>",
        alert = alert(problem),
        tenant = words.tenant_label,
        email = words.email_label,
        send = words.ask,
    );
    never_stored(language, status, words.ask_title, &body)
}

fn choose(
    language: Language,
    status: StatusCode,
    token: &str,
    problem: Option<&str>,
) -> HttpResponse {
    let words = words(language);
    let body = format!(
        "{alert}<form method=\"post\" action=\"/reset-password\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{token}\">\n\
         <p><label for=\"password\">{label}</label><br>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" required \
         minlength=\"15\" maxlength=\"128\"></p>\n\
         <p><input id=\"revoke\" name=\"revoke_api_keys\" type=\"checkbox\" value=\"yes\">\n\
         <label for=\"revoke\">{revoke}</label></p>\n\
         <p><button type=\"submit\">{send}</button></p>\n</form>",
        alert = alert(problem),
        token = escape(token),
        label = words.password_label,
        revoke = words.revoke,
        send = words.choose,
    );
    never_stored(language, status, words.choose_title, &body)
}

fn told(language: Language, title: &str, text: &str) -> HttpResponse {
    never_stored(
        language,
        StatusCode::OK,
        title,
        &format!("<p role=\"status\">{text}</p>"),
    )
}

fn alert(problem: Option<&str>) -> String {
    problem.map_or_else(String::new, |text| {
        format!("<p role=\"alert\">{}</p>\n", escape(text))
    })
}

fn never_stored(language: Language, status: StatusCode, title: &str, body: &str) -> HttpResponse {
    let page = Page {
        status,
        title,
        body,
    };
    let mut response = page_in(language, &page);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

//! `POST /log-in`: by password; then on, or to the second factor.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::identity::{LogIn, LoggedIn};
use xorb_entities::identity::SessionDelivery;

use super::answer::{go_on, reason};
use super::form::{Filled, form};
use super::second_factor::ask;
use super::words::words;
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::page_language;

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Form {
    tenant: String,
    email: String,
    password: String,
    #[serde(default)]
    return_to: String,
}

/// Logs in with a session cookie.
pub(super) async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let Form {
        tenant,
        email,
        password,
        return_to,
    } = input.into_inner();
    let again = async |status, problem| {
        let filled = Filled {
            tenant: &tenant,
            return_to: &return_to,
            problem: Some(problem),
        };
        form(&edge, language, status, filled).await
    };
    if !comes_from_here(&request, &edge) {
        return again(StatusCode::FORBIDDEN, words.foreign_page).await;
    }
    let log_in = LogIn {
        tenant_slug: tenant.clone(),
        email,
        password: password.into(),
        delivery: SessionDelivery::Cookie,
    };
    match edge.log_ins.log_in(&request_info(&request), log_in).await {
        Ok(LoggedIn::Session(grant)) => go_on(&grant, &return_to),
        Ok(LoggedIn::Challenge(challenge)) => {
            ask(language, StatusCode::OK, &challenge, &return_to, None)
        }
        Err(error) => {
            let (status, problem) = reason(words, &error);
            again(status, problem).await
        }
    }
}

//! `GET /auth/oidc/{connection}/start`: the browser is sent to the provider.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_entities::identity::SessionDelivery;

use super::browser_mark::{mark_cookie, mark_of};
use super::error_page::{failure_page, refused_page};
use super::return_to;
use crate::edge::Edge;
use crate::http::request_info;
use crate::oidc::{Start, Started};

/// What the link carries.
#[derive(Deserialize)]
pub(super) struct Link {
    /// `cookie` (the rule) or `token`.
    delivery: Option<String>,
    #[serde(rename = "returnTo")]
    return_to: Option<String>,
    /// For `token`: the S256 challenge whose verifier redeems the code.
    challenge: Option<String>,
    ticket: Option<String>,
    invitation: Option<String>,
}

/// Begins a log-in.
pub(super) async fn start(
    request: HttpRequest,
    edge: web::Data<Edge>,
    connection: web::Path<String>,
    link: Option<web::Query<Link>>,
) -> HttpResponse {
    let Some(link) = link.map(web::Query::into_inner) else {
        return refused_page(&request);
    };
    let delivery = match link.delivery.as_deref() {
        None | Some("cookie") => SessionDelivery::Cookie,
        Some("token") => SessionDelivery::Token,
        Some(_) => return refused_page(&request),
    };
    let return_to = match &link.return_to {
        None if delivery == SessionDelivery::Token => return refused_page(&request),
        None => None,
        Some(asked) => match return_to::accept(&edge.origins, asked) {
            None => return refused_page(&request),
            accepted => accepted,
        },
    };
    let start = Start {
        connection: connection.into_inner(),
        browser: mark_of(&request),
        delivery,
        return_to,
        challenge: link.challenge,
        ticket: link.ticket.map(Into::into),
        invitation: link.invitation.map(Into::into),
    };
    match edge.federation.start(&request_info(&request), start).await {
        Ok(started) => redirect(&request, &started),
        Err(failure) => failure_page(&request, &failure),
    }
}

fn redirect(request: &HttpRequest, started: &Started) -> HttpResponse {
    match mark_cookie(&started.browser) {
        Ok(cookie) => HttpResponse::build(StatusCode::FOUND)
            .insert_header((LOCATION, started.location.as_str()))
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((SET_COOKIE, cookie))
            .finish(),
        Err(_) => refused_page(request),
    }
}

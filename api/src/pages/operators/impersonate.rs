//! An operator takes a tenant's grant, and gets the link to the session.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::AppError;
use xorb_domain::identity::Credentials;
use xorb_domain::identity::support_access::StartImpersonation;
use xorb_entities::ids::SupportGrantId;

use super::refusal::{foreign, refused};
use crate::caller::session_cookie_name;
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::{Page, comes_from_here, escape, page};

const TITLE: &str = "In somebody's name";

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Form {
    tenant: String,
    grant: String,
    reason: String,
}

/// Gives the link.
pub(super) async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return foreign(TITLE);
    }
    let Some(cookie) = request.cookie(session_cookie_name(edge.realm)) else {
        return refused(TITLE, &AppError::Unauthenticated);
    };
    let Form {
        tenant,
        grant,
        reason,
    } = input.into_inner();
    let Ok(grant) = grant.trim().parse::<SupportGrantId>() else {
        return refused(TITLE, &AppError::NotFound("grant for support"));
    };
    let credentials = Credentials::Cookie(cookie.value().into());
    let start = StartImpersonation {
        tenant_slug: tenant,
        grant_id: grant.uuid(),
        reason,
    };
    let info = request_info(&request);
    let ticket = match edge.impersonations.start(&info, &credentials, start).await {
        Ok(ticket) => ticket,
        Err(error) => return refused(TITLE, &error),
    };
    let body = format!(
        "<p role=\"status\">The person and the owners have been told. The link opens one session, within two minutes; log \
         out there when you are done.</p>\n\
         <p><a class=\"button\" rel=\"noreferrer\" href=\"{}\">Go on</a></p>",
        escape(ticket.url.expose())
    );
    page(&Page {
        status: StatusCode::OK,
        title: TITLE,
        body: &body,
    })
}

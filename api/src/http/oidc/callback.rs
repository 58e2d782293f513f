//! `GET /auth/oidc/{connection}/callback`: the browser comes back from the provider.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION, REFERRER_POLICY, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, web};
use xorb_domain::identity::Realm;
use xorb_domain::identity::federation::Completed;
use xorb_domain::secret::Secret;
use xorb_entities::tenants::Language;

use super::browser_mark::mark_of;
use super::error_page::{failure_page, refused_page};
use super::return_to::with_parameter;
use crate::caller::{Credentials, device_cookie, session_cookie};
use crate::edge::Edge;
use crate::http::request_info;
use crate::oidc::{Finish, Finished};
use crate::pages::{Page, page_in, page_language};

/// Ends a log-in.
pub(super) async fn callback(
    request: HttpRequest,
    edge: web::Data<Edge>,
    connection: web::Path<String>,
) -> HttpResponse {
    let session_cookie = match Credentials::of(&request) {
        Ok(Credentials::Cookie(cookie)) => Some(cookie),
        _ => None,
    };
    let finish = Finish {
        connection: connection.into_inner(),
        query: request.query_string().to_owned(),
        browser: mark_of(&request),
        session_cookie,
    };
    match edge
        .federation
        .finish(&request_info(&request), finish)
        .await
    {
        Ok(finished) => go_on(&request, &finished),
        Err(failure) => failure_page(&request, &failure),
    }
}

fn go_on(request: &HttpRequest, finished: &Finished) -> HttpResponse {
    let target = finished.return_to.as_deref();
    match &finished.completed {
        Completed::Session(grant) => {
            let mut response = with_cookie(request, target, grant.cookie.as_ref());
            let device = grant.device_cookie.as_ref();
            if let Some(header) = device.and_then(|value| device_cookie(value.expose()).ok()) {
                response.headers_mut().append(SET_COOKIE, header);
            }
            response
        }
        Completed::SteppedUp(cookie) => with_cookie(request, target, Some(cookie)),
        Completed::Code(value) => {
            let target = with_parameter(target.unwrap_or("/"), "code", value.expose());
            redirect(&target)
        }
        Completed::Linked => redirect(target.unwrap_or("/")),
        Completed::Tested => tested(request),
    }
}

fn with_cookie(
    request: &HttpRequest,
    target: Option<&str>,
    cookie: Option<&Secret<String>>,
) -> HttpResponse {
    let header = cookie.and_then(|cookie| session_cookie(Realm::Tenants, cookie.expose()).ok());
    let Some(header) = header else {
        return refused_page(request);
    };
    let mut response = redirect(target.unwrap_or("/"));
    response.headers_mut().append(SET_COOKIE, header);
    response
}

/// The address that the browser leaves holds a code: nobody gets it as a referrer.
fn redirect(target: &str) -> HttpResponse {
    HttpResponse::build(StatusCode::SEE_OTHER)
        .insert_header((LOCATION, target))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .finish()
}

fn tested(request: &HttpRequest) -> HttpResponse {
    let language = page_language(request);
    let (title, body) = match language {
        Language::En => (
            "The test log-in has passed",
            "<p>The identity provider works. You can activate it now with <code>activateIdentityProvider</code>. \
             Nobody was logged in by this test.</p>",
        ),
        Language::De => (
            "Die Probeanmeldung hat geklappt",
            "<p>Der Identitätsanbieter arbeitet. Sie können ihn jetzt mit <code>activateIdentityProvider</code> \
             einschalten. Angemeldet wurde durch diese Probe niemand.</p>",
        ),
    };
    let status = StatusCode::OK;
    let mut response = page_in(
        language,
        &Page {
            status,
            title,
            body,
        },
    );
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, no_store);
    response
}

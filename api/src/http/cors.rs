//! CORS for pages of allowed origins. Without an allowed `Origin` nothing is said, and browsers keep the answer away.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};

use crate::edge::Edge;

const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-request-id, ratelimit, ratelimit-policy, retry-after");
const PREFLIGHT_VARIES: &str = "Access-Control-Request-Method, Access-Control-Request-Headers";
const REQUEST_HEADERS: &str = "authorization, content-type, x-xorb-client";

/// Answers preflights and marks answers for allowed origins.
pub(super) async fn cors(
    edge: web::Data<Edge>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let origin = request.headers().get(ORIGIN).cloned();
    let allowed = origin.filter(|origin| {
        origin
            .to_str()
            .is_ok_and(|origin| edge.origins.allows(origin))
    });
    let is_preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        // Cheap, and asked before the limit by address: a page that is over it must be able to read so.
        request.into_response(preflight(allowed.is_some()))
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    mark(response.headers_mut(), allowed);
    Ok(response)
}

fn preflight(is_allowed: bool) -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    response.append_header((VARY, PREFLIGHT_VARIES));
    if is_allowed {
        response
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"))
            .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS))
            .insert_header((ACCESS_CONTROL_MAX_AGE, "600"));
    }
    response.finish()
}

fn mark(headers: &mut HeaderMap, allowed: Option<HeaderValue>) {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}

//! The outermost layer: request id, client address, security headers, one log line without anything personal.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderValue, USER_AGENT};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use uuid::Uuid;
use xorb_domain::identity::RequestInfo;
use xorb_domain::rng::new_id;

use super::request_id::{REQUEST_ID, given_request_id};
use super::security_headers::add_security_headers;
use super::trace_parent::trace_parent;
use crate::caller::DEVICE_COOKIE;
use crate::edge::Edge;

/// Longest user agent that is kept.
const MAX_USER_AGENT: usize = 256;

/// Decides who calls from where, once, and dresses the answer.
pub(super) async fn request_context(
    edge: web::Data<Edge>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = tokio::time::Instant::now();
    let info = describe(&edge, &request);
    let id = info.request_id.unwrap_or_default();
    let (method, path) = (request.method().clone(), request.path().to_owned());
    request.extensions_mut().insert(info);
    let mut response = next.call(request).await?;
    let status = response.status().as_u16();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    add_security_headers(headers, edge.origins.is_secure());
    edge.metrics.response(status);
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if matches!(path.as_str(), "/livez" | "/readyz") {
        tracing::debug!(request_id = %id, %method, path, status, took_ms, "request");
    } else {
        tracing::info!(request_id = %id, %method, path, status, took_ms, "request");
    }
    Ok(response)
}

fn describe(edge: &Edge, request: &ServiceRequest) -> RequestInfo {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let is_trusted = peer.is_some_and(|peer| edge.proxies.trusts(peer));
    let given = given_request_id(request.headers()).filter(|_| is_trusted);
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    RequestInfo {
        request_id: Some(given.unwrap_or_else(|| new_id(edge.clock.as_ref(), edge.rng.as_ref()))),
        realm: edge.realm,
        address: peer.map(|peer| edge.proxies.client_address(peer, request.headers())),
        user_agent: user_agent.map(|text| text.chars().take(MAX_USER_AGENT).collect()),
        device: request
            .cookie(DEVICE_COOKIE)
            .map(|cookie| cookie.value().into()),
        trace: is_trusted
            .then(|| trace_parent(request.headers()))
            .flatten(),
    }
}

/// What was decided about this request.
pub(crate) fn request_info(request: &HttpRequest) -> RequestInfo {
    request
        .extensions()
        .get::<RequestInfo>()
        .cloned()
        .unwrap_or_default()
}

/// Its id.
pub(crate) fn request_id(request: &HttpRequest) -> Uuid {
    request
        .extensions()
        .get::<RequestInfo>()
        .and_then(|info| info.request_id)
        .unwrap_or_default()
}

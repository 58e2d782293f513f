//! The rate limit by address, before anything is read.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use xorb_domain::AppError;

use super::refuse;
use super::request_context::request_info;
use crate::edge::Edge;
use crate::metrics::RefusalKind;

/// Lets a request pass, or answers 429. Health checks and metrics are not limited.
pub(super) async fn rate_limit(
    edge: web::Data<Edge>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if matches!(request.path(), "/livez" | "/readyz" | "/metrics") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let address = request_info(request.request()).address;
    let Some(decision) = address.and_then(|address| edge.limiter.check(address)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if let Some(retry_after) = decision.retry_after {
        edge.metrics.refusal(RefusalKind::RateLimit);
        let mut response = refuse(request.request(), AppError::RateLimited { retry_after });
        decision.write_headers(response.headers_mut());
        return Ok(request.into_response(response));
    }
    request.extensions_mut().insert(decision);
    let mut response = next.call(request).await?.map_into_boxed_body();
    decision.write_headers(response.headers_mut());
    Ok(response)
}

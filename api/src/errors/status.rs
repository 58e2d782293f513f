//! The HTTP status that stands for a code, when nothing of the operation ran.

use actix_web::http::StatusCode;
use xorb_domain::ErrorCode;

/// The status under `application/graphql-response+json`. A legacy client gets 200 instead of 400.
#[must_use]
pub fn http_status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::BadUserInput
        | ErrorCode::Conflict
        | ErrorCode::CostExceeded
        | ErrorCode::IdempotencyConflict => StatusCode::BAD_REQUEST,
    }
}

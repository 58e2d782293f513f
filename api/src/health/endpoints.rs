//! `/livez`, `/readyz` and `/.well-known/jwks.json`.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::{HttpResponse, web};
use serde_json::json;

use super::Readiness;
use crate::edge::Edge;

/// A readiness check that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(3);

/// The process runs and answers. Never touches the database: a restart would not bring that back.
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(json!({ "status": "alive" }))
}

/// Whether the process can serve; if not, why not.
///
/// # Errors
/// What `Readiness` says is missing, or that it took too long to say.
pub async fn judge(readiness: &dyn Readiness) -> Result<(), String> {
    match tokio::time::timeout(PATIENCE, readiness.check()).await {
        Ok(outcome) => outcome,
        Err(_) => Err("the check took too long".to_owned()),
    }
}

/// The process can serve.
pub async fn readyz(readiness: &dyn Readiness) -> HttpResponse {
    match judge(readiness).await {
        Ok(()) => HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(json!({ "status": "ready" })),
        Err(reason) => HttpResponse::ServiceUnavailable()
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((RETRY_AFTER, "1"))
            .json(json!({ "status": "not ready", "reason": reason })),
    }
}

/// The keys that verify our access tokens, for other services.
pub async fn jwks(edge: web::Data<Edge>) -> HttpResponse {
    match edge.keys.jwks().await {
        Ok(keys) => HttpResponse::Ok()
            .content_type("application/jwk-set+json")
            .insert_header((CACHE_CONTROL, "public, max-age=300"))
            .body(keys.to_string()),
        Err(error) => {
            tracing::warn!(error = %error, "the public keys can't be read");
            HttpResponse::ServiceUnavailable()
                .insert_header((RETRY_AFTER, "1"))
                .json(json!({ "reason": "the keys can't be read now" }))
        }
    }
}

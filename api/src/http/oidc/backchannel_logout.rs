//! `POST /auth/oidc/{connection}/backchannel-logout`: a provider tells that somebody has logged out there.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use crate::edge::Edge;
use crate::http::request_info;
use crate::oidc::Failure;

/// What the provider sends.
#[derive(Deserialize)]
pub(super) struct Form {
    logout_token: String,
}

/// Ends the sessions that the token names.
pub(super) async fn backchannel_logout(
    request: HttpRequest,
    edge: web::Data<Edge>,
    connection: web::Path<String>,
    form: Option<web::Form<Form>>,
) -> HttpResponse {
    let Some(form) = form else {
        return answer(StatusCode::BAD_REQUEST);
    };
    let info = request_info(&request);
    let told = edge
        .federation
        .log_out(&info, &connection, &form.logout_token)
        .await;
    match told {
        Ok(()) => answer(StatusCode::OK),
        Err(Failure::Refused) => answer(StatusCode::BAD_REQUEST),
        Err(Failure::Broken(error)) => {
            tracing::error!(error = %error.chain(), "a logout of a provider failed");
            answer(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn answer(status: StatusCode) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store"));
    if status.is_success() {
        response.finish()
    } else {
        response.json(json!({ "error": "invalid_request" }))
    }
}

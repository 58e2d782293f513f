//! What a page says when something is refused.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use xorb_domain::{AppError, ErrorCode};

use crate::pages::{Page, escape, page};

/// The page for an error; nothing that was sent comes back.
pub(super) fn refused(title: &str, error: &AppError) -> HttpResponse {
    let (status, text) = match error.code() {
        ErrorCode::BadUserInput => (StatusCode::BAD_REQUEST, error.to_string()),
        ErrorCode::NotFound => (StatusCode::NOT_FOUND, error.to_string()),
        ErrorCode::Unauthenticated => (StatusCode::UNAUTHORIZED, "Please log in.".to_owned()),
        ErrorCode::RateLimited => (StatusCode::TOO_MANY_REQUESTS, error.to_string()),
        ErrorCode::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
        _ => {
            tracing::error!(error = %error.chain(), "an operator's page failed");
            let text = "This did not work. Please try again.";
            (StatusCode::INTERNAL_SERVER_ERROR, text.to_owned())
        }
    };
    told(status, title, &text)
}

/// The page for a form of another site.
pub(super) fn foreign(title: &str) -> HttpResponse {
    told(
        StatusCode::FORBIDDEN,
        title,
        "Please use the form on the page itself, at the address in admin.public_url.",
    )
}

fn told(status: StatusCode, title: &str, text: &str) -> HttpResponse {
    let body = format!(
        "<p role=\"alert\" class=\"error\">{}</p>\n<p><a class=\"button\" href=\"/\">To the start</a></p>",
        escape(text)
    );
    page(&Page {
        status,
        title,
        body: &body,
    })
}

//! What is not there: a page for people, an error for programs.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::{Page, page};
use crate::http::{MediaType, refuse_with};

/// Answers 404.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    if !MediaType::wants_html(request.headers()) {
        return refuse_with(
            &request,
            StatusCode::NOT_FOUND,
            "there is nothing at this path; the API is at /graphql",
        );
    }
    let body = "<p>There is nothing at this address. <a href=\"/\">To the start</a></p>";
    page(&Page {
        status: StatusCode::NOT_FOUND,
        title: "Not found",
        body,
    })
}

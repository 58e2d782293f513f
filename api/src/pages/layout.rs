//! The layout that all pages share.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_SECURITY_POLICY;

use super::escape;

/// Style and images from here, forms to here, nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// One page. `body` is HTML: escape what is not yours with [`escape`].
#[derive(Clone, Debug)]
pub struct Page<'p> {
    /// Status of the answer.
    pub status: StatusCode,
    /// Plain text, for the window and the heading.
    pub title: &'p str,
    /// HTML below the heading.
    pub body: &'p str,
}

/// Renders a page.
#[must_use]
pub fn page(page: &Page<'_>) -> HttpResponse {
    let (title, body) = (escape(page.title), page.body);
    HttpResponse::build(page.status)
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title} · XORB</title>\n<link rel=\"icon\" href=\"/assets/icon.svg\">\n\
             <link rel=\"stylesheet\" href=\"/assets/pages.css\">\n</head>\n<body>\n\
             <header><a href=\"/\">XORB</a></header>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
        ))
}

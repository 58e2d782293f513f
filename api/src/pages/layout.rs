//! The layout that all pages share.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY};
use xorb_entities::tenants::Language;

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

/// As before, and the one script of the passkey pages.
const POLICY_WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Renders a page that asks the browser for a passkey.
#[must_use]
pub fn passkey_page_in(language: Language, page: &Page<'_>) -> HttpResponse {
    let body = format!(
        "{}\n<script src=\"/assets/passkey.js\" defer></script>",
        page.body
    );
    let scripted = Page {
        body: &body,
        ..page.clone()
    };
    let mut response = page_in(language, &scripted);
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY_WITH_SCRIPT),
    );
    response
}

/// Renders a page in English.
#[must_use]
pub fn page(english: &Page<'_>) -> HttpResponse {
    page_in(Language::En, english)
}

/// Renders a page whose texts are in this language.
///
/// Forms need their origin: under `no-referrer`, which is the rule for everything else, browsers send `Origin: null`.
#[must_use]
pub fn page_in(language: Language, page: &Page<'_>) -> HttpResponse {
    let (title, body) = (escape(page.title), page.body);
    let language = match language {
        Language::En => "en",
        Language::De => "de",
    };
    HttpResponse::build(page.status)
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((REFERRER_POLICY, "same-origin"))
        .body(format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title} · XORB</title>\n<link rel=\"icon\" href=\"/assets/icon.svg\">\n\
             <link rel=\"stylesheet\" href=\"/assets/pages.css\">\n</head>\n<body>\n\
             <header><a href=\"/\">XORB</a></header>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
        ))
}

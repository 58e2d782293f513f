//! What sends a request, as far as its headers tell.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderName, ORIGIN};

use crate::caller::SESSION_COOKIE;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A page in a browser, or a program. A program may pretend to be a page; a page can't pretend to be a program, because
/// browsers add these headers themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A page in a browser.
    Browser,
    /// Anything else.
    Program,
}

impl Sender {
    /// Who sent this.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let headers = request.headers();
        let is_browser = headers.contains_key(ORIGIN)
            || headers.contains_key(SEC_FETCH_SITE)
            || request.cookie(SESSION_COOKIE).is_some();
        if is_browser {
            Self::Browser
        } else {
            Self::Program
        }
    }
}

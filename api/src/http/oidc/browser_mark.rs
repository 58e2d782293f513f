//! The mark of a browser: a log-in ends in the browser where it began.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderValue, InvalidHeaderValue};
use xorb_domain::secret::Secret;

const COOKIE: &str = "__Host-xorb_browser";

/// Sent on the way back from the provider, which is a navigation from another site: hence `Lax`.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600";

/// The mark that the browser shows.
pub(super) fn mark_of(request: &HttpRequest) -> Option<Secret<String>> {
    request.cookie(COOKIE).map(|cookie| cookie.value().into())
}

/// The header that gives a browser its mark.
pub(super) fn mark_cookie(mark: &Secret<String>) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut header = HeaderValue::from_str(&format!("{COOKIE}={}; {ATTRIBUTES}", mark.expose()))?;
    header.set_sensitive(true);
    Ok(header)
}

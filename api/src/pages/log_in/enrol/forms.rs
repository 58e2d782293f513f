//! What the pages are sent.

use actix_web::HttpRequest;
use serde::Deserialize;
use xorb_domain::identity::Credentials;

use crate::caller::SESSION_COOKIE;

/// Where to go afterwards.
#[derive(Deserialize)]
pub(in crate::pages::log_in) struct Link {
    #[serde(default, rename = "returnTo")]
    pub(super) return_to: String,
}

/// With what to begin: `app` or `passkey`.
#[derive(Deserialize)]
pub(in crate::pages::log_in) struct Chosen {
    pub(super) with: String,
    #[serde(default)]
    pub(super) return_to: String,
}

/// What the app shows, or the browser has answered.
#[derive(Deserialize)]
pub(in crate::pages::log_in) struct Answer {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) response: String,
    #[serde(default)]
    pub(super) return_to: String,
}

/// Whose session it is.
pub(super) fn credentials(request: &HttpRequest) -> Option<Credentials> {
    let cookie = request.cookie(SESSION_COOKIE)?;
    Some(Credentials::Cookie(cookie.value().into()))
}

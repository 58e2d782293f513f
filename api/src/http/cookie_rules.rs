//! The rules for requests with a cookie, which a browser adds without its user's will: the page must be one of ours
//! (`Origin`) and must have been able to set a header of its own (so the browser asked us first).

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, ORIGIN};
use async_graphql::ServerError;
use xorb_domain::AppError;

use crate::caller::Credentials;
use crate::edge::Edge;
use crate::errors::into_server_error;

/// The header that every client with a cookie sends; its value is the client's name.
pub const CLIENT_HEADER: HeaderName = HeaderName::from_static("x-xorb-client");

/// How a request comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    Http,
    /// Browsers can't set headers here, but always send `Origin`.
    Socket,
}

/// Checks a request that comes with `credentials`.
///
/// # Errors
/// `Forbidden` if it comes with a cookie and breaks the rules.
pub(crate) fn check_cookie_rules(
    edge: &Edge,
    request: &HttpRequest,
    credentials: &Credentials,
    channel: Channel,
) -> Result<(), ServerError> {
    if !credentials.is_ambient() {
        return Ok(());
    }
    let headers = request.headers();
    let origin = headers.get(ORIGIN).map(|origin| {
        origin
            .to_str()
            .is_ok_and(|origin| edge.origins.allows(origin))
    });
    // Browsers leave `Origin` out of a GET to their own site.
    let may_lack_origin = channel == Channel::Http && request.method() == Method::GET;
    if !origin.unwrap_or(may_lack_origin) {
        return Err(forbidden(
            "a request with a cookie must come from a page of an allowed origin",
        ));
    }
    let has_client = headers
        .get(CLIENT_HEADER)
        .is_some_and(|value| !value.is_empty());
    if channel == Channel::Http && !has_client {
        return Err(forbidden(
            "a request with a cookie needs the header X-XORB-Client: your client's name",
        ));
    }
    Ok(())
}

fn forbidden(text: &str) -> ServerError {
    let mut error = into_server_error(AppError::Forbidden("session cookie"), None);
    text.clone_into(&mut error.message);
    error
}

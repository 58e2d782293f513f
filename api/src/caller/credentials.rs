//! What a request shows to say who it is. Masked wherever it is printed.

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use xorb_domain::AppError;
use xorb_domain::secret::Secret;

use super::session_cookie_name;
use crate::http::request_info;

/// The session cookie; the prefix makes browsers keep it to this host, path `/` and TLS (or loopback).
pub const SESSION_COOKIE: &str = "__Host-xorb_session";

/// The session cookie of an operator.
pub const OPERATOR_COOKIE: &str = "__Host-xorb_operator";

/// Credentials as they came in, not verified.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// None at all.
    None,
    /// A bearer token: access token or API key.
    Bearer(Secret<String>),
    /// The session cookie; the request has passed the rules for cookies.
    Cookie(Secret<String>),
}

impl Credentials {
    /// Reads the credentials of a request. A token in `Authorization` counts more than a cookie, which a browser adds
    /// by itself.
    ///
    /// # Errors
    /// `Unauthenticated` for an `Authorization` that is no bearer token.
    pub fn of(request: &HttpRequest) -> Result<Self, AppError> {
        if request.headers().contains_key(AUTHORIZATION) {
            return Self::of_header(request.headers());
        }
        let realm = request_info(request).realm;
        Ok(match request.cookie(session_cookie_name(realm)) {
            Some(cookie) => Self::Cookie(cookie.value().into()),
            None => Self::None,
        })
    }

    fn of_header(headers: &HeaderMap) -> Result<Self, AppError> {
        let mut values = headers.get_all(AUTHORIZATION);
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(AppError::Unauthenticated);
        };
        value
            .to_str()
            .ok()
            .and_then(Self::of_authorization)
            .ok_or(AppError::Unauthenticated)
    }

    /// Reads `Bearer …`, the value of the header and of `Authorization` in a socket's init payload.
    #[must_use]
    pub fn of_authorization(value: &str) -> Option<Self> {
        let (scheme, token) = value.split_once(' ')?;
        let token = token.trim();
        let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
        is_bearer.then(|| Self::Bearer(token.into()))
    }

    /// Whether a browser may have added them without its user's will.
    #[must_use]
    pub fn is_ambient(&self) -> bool {
        matches!(self, Self::Cookie(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::cookie::Cookie;
    use actix_web::test::TestRequest;

    fn request() -> TestRequest {
        TestRequest::default().cookie(Cookie::new(SESSION_COOKIE, "secret-cookie"))
    }

    #[test]
    fn a_token_counts_more_than_a_cookie() {
        let request = request()
            .insert_header((AUTHORIZATION, "bearer abc"))
            .to_http_request();
        assert!(
            matches!(Credentials::of(&request).unwrap(), Credentials::Bearer(token) if token.expose() == "abc")
        );
    }

    #[test]
    fn a_wrong_authorization_is_refused_even_with_a_cookie() {
        for value in ["Basic abc", "Bearer", "Bearer  ", ""] {
            let request = request()
                .insert_header((AUTHORIZATION, value))
                .to_http_request();
            assert!(
                matches!(Credentials::of(&request), Err(AppError::Unauthenticated)),
                "{value}"
            );
        }
    }

    #[test]
    fn two_authorizations_are_refused() {
        let request = TestRequest::default()
            .append_header((AUTHORIZATION, "Bearer a"))
            .append_header((AUTHORIZATION, "Bearer b"))
            .to_http_request();
        assert!(Credentials::of(&request).is_err());
    }

    #[test]
    fn credentials_are_never_printed() {
        let cookie = Credentials::of(&request().to_http_request()).unwrap();
        assert!(cookie.is_ambient() && !format!("{cookie:?}").contains("secret-cookie"));
    }
}

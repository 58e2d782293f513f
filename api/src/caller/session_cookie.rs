//! The cookie of a browser session, as it is set and taken back.

use actix_web::http::header::{HeaderValue, InvalidHeaderValue};

use super::SESSION_COOKIE;

/// Not readable for scripts, only over TLS (or loopback), only to this very host. Its end is the session's own.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The header that gives a browser its session.
///
/// # Errors
/// If the value can't stand in a header: a defect, since we made it.
pub fn session_cookie(value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut header = HeaderValue::from_str(&format!("{SESSION_COOKIE}={value}; {ATTRIBUTES}"))?;
    header.set_sensitive(true);
    Ok(header)
}

/// The header that takes it back.
#[must_use]
pub fn ended_session_cookie() -> HeaderValue {
    HeaderValue::from_static(
        "__Host-xorb_session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_that_ends_a_session_is_the_one_that_began_it() {
        let (given, ended) = (session_cookie("x").unwrap(), ended_session_cookie());
        let parts = |header: &HeaderValue| {
            let text = header.to_str().unwrap().to_owned();
            let (name, rest) = text.split_once('=').unwrap();
            (name.to_owned(), rest.split_once("; ").unwrap().1.to_owned())
        };
        let ((name, attributes), (ended_name, ended_attributes)) = (parts(&given), parts(&ended));
        assert_eq!(name, ended_name);
        assert_eq!(ended_attributes, format!("{attributes}; Max-Age=0"));
    }
}

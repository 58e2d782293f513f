//! The cookie of a browser session, as it is set and taken back.

use actix_web::http::header::{HeaderValue, InvalidHeaderValue};

use xorb_domain::identity::Realm;

use super::{OPERATOR_COOKIE, SESSION_COOKIE};

/// Not readable for scripts, only over TLS (or loopback), only to this very host. Its end is the session's own.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// What the session cookie of a realm is called. Browsers do not tell the ports of a host apart: by their names, the two do
/// not get into each other's way.
#[must_use]
pub const fn session_cookie_name(realm: Realm) -> &'static str {
    match realm {
        Realm::Tenants => SESSION_COOKIE,
        Realm::Operators => OPERATOR_COOKIE,
    }
}

/// The header that gives a browser its session.
///
/// # Errors
/// If the value can't stand in a header: a defect, since we made it.
pub fn session_cookie(realm: Realm, value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let name = session_cookie_name(realm);
    let mut header = HeaderValue::from_str(&format!("{name}={value}; {ATTRIBUTES}"))?;
    header.set_sensitive(true);
    Ok(header)
}

/// The header that takes it back.
#[must_use]
pub fn ended_session_cookie(realm: Realm) -> HeaderValue {
    HeaderValue::from_static(match realm {
        Realm::Tenants => "__Host-xorb_session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
        Realm::Operators => {
            "__Host-xorb_operator=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_that_ends_a_session_is_the_one_that_began_it() {
        for realm in [Realm::Tenants, Realm::Operators] {
            let (given, ended) = (
                session_cookie(realm, "x").unwrap(),
                ended_session_cookie(realm),
            );
            let parts = |header: &HeaderValue| {
                let text = header.to_str().unwrap().to_owned();
                let (name, rest) = text.split_once('=').unwrap();
                (name.to_owned(), rest.split_once("; ").unwrap().1.to_owned())
            };
            let ((name, attributes), (ended_name, ended_attributes)) =
                (parts(&given), parts(&ended));
            assert_eq!(name, ended_name);
            assert_eq!(ended_attributes, format!("{attributes}; Max-Age=0"));
        }
    }
}

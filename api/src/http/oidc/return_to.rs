//! Where a browser may go after a log-in: a path here, or a page of an origin that may call us anyway.

use url::Url;

use crate::http::{OriginPolicy, is_own_path};

const MAX_LENGTH: usize = 2_000;

/// The address as it will be followed; `None` if nobody may be sent there.
pub(super) fn accept(origins: &OriginPolicy, text: &str) -> Option<String> {
    if is_own_path(text) {
        return Some(text.to_owned());
    }
    let is_plain = text.len() <= MAX_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && !text.contains('\\');
    if !is_plain {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && origins.allows(&url.origin().ascii_serialization());
    is_plain.then(|| url.into())
}

/// The address with a parameter more.
pub(super) fn with_parameter(address: &str, name: &str, value: &str) -> String {
    let (before, fragment) = address.split_once('#').unwrap_or((address, ""));
    let joint = if before.contains('?') { '&' } else { '?' };
    let hash = if fragment.is_empty() { "" } else { "#" };
    format!("{before}{joint}{name}={value}{hash}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use xorb_domain::settings::{Role, Settings};

    fn policy() -> OriginPolicy {
        let own = ("XORB__WEB__PUBLIC_URL", "https://xorb.example.org");
        let own = [(own.0.to_owned(), own.1.to_owned())];
        let mut settings = Settings::load(Role::Embedded, None, own).unwrap();
        settings.role = Role::Api;
        OriginPolicy::from(&settings)
    }

    #[test]
    fn nobody_is_sent_to_a_place_that_was_not_permitted() {
        let policy = policy();
        for allowed in ["/", "/a?b=c#d", "https://xorb.example.org/x"] {
            assert!(accept(&policy, allowed).is_some(), "{allowed}");
        }
        let long = format!("/{}", "a".repeat(MAX_LENGTH));
        for refused in [
            "",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "https://xorb.example.org.evil.example/",
            "https://xorb.example.org@evil.example/",
            "http://xorb.example.org/",
            "javascript:alert(1)",
            "data:text/html,x",
            "/a\r\nSet-Cookie: x",
            "/\u{e9}",
            "evil.example",
            &long,
        ] {
            assert!(accept(&policy, refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn a_parameter_joins_what_is_there() {
        assert_eq!(with_parameter("/a", "code", "x"), "/a?code=x");
        assert_eq!(with_parameter("/a?b=c#d", "code", "x"), "/a?b=c&code=x#d");
    }
}

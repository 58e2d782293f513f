//! Which web pages may talk to us: our own, those of the configuration, and loopback when embedded.

use url::{Host, Url};
use xorb_domain::identity::Realm;
use xorb_domain::settings::Settings;

/// Origins that may call with cookies, open sockets and read answers.
#[derive(Clone, Debug, Default)]
pub struct OriginPolicy {
    allowed: Vec<String>,
    allows_loopback: bool,
    is_secure: bool,
}

impl OriginPolicy {
    /// That of a realm's listener. The operators' is for its own pages only.
    #[must_use]
    pub fn new(settings: &Settings, realm: Realm) -> Self {
        match realm {
            Realm::Tenants => Self::from(settings),
            Realm::Operators => Self::of_operators(settings),
        }
    }

    fn of_operators(settings: &Settings) -> Self {
        let own = Url::parse(&settings.admin.public_url).ok();
        Self {
            is_secure: own.as_ref().is_some_and(|url| url.scheme() == "https"),
            allowed: own
                .map(|url| url.origin().ascii_serialization())
                .into_iter()
                .collect(),
            allows_loopback: false,
        }
    }
}

impl From<&Settings> for OriginPolicy {
    fn from(settings: &Settings) -> Self {
        let own = Url::parse(&settings.web.public_url).ok();
        let is_secure = own.as_ref().is_some_and(|url| url.scheme() == "https");
        let own = own.map(|url| url.origin().ascii_serialization());
        Self {
            allowed: settings
                .http
                .cors_origins
                .iter()
                .cloned()
                .chain(own)
                .collect(),
            allows_loopback: settings.role.is_embedded(),
            is_secure,
        }
    }
}

impl OriginPolicy {
    /// Whether a page of this origin (the value of the `Origin` header) may.
    #[must_use]
    pub fn allows(&self, origin: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed == origin)
            || (self.allows_loopback && is_loopback(origin))
    }

    /// Whether people reach us over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }
}

fn is_loopback(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else {
        return false;
    };
    let is_origin =
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == origin;
    is_origin
        && match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xorb_domain::settings::Role;

    fn policy(role: Role, variables: &[(&str, &str)]) -> OriginPolicy {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        OriginPolicy::from(&Settings::load(role, None, variables).unwrap())
    }

    #[test]
    fn embedded_allows_loopback_and_nothing_that_looks_like_it() {
        let policy = policy(Role::Embedded, &[]);
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "https://localhost",
        ] {
            assert!(policy.allows(origin), "{origin}");
        }
        for origin in [
            "null",
            "",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "file://localhost",
            "http://localhost:3000/",
        ] {
            assert!(!policy.allows(origin), "{origin}");
        }
    }

    #[test]
    fn on_the_operators_listener_only_its_own_pages_are_allowed() {
        let variables = [
            ("XORB__WEB__PUBLIC_URL", "https://xorb.example.org"),
            ("XORB__HTTP__CORS_ORIGINS", "https://app.example.org"),
            ("XORB__ADMIN__PUBLIC_URL", "http://localhost:9090"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let settings = Settings::load(Role::Embedded, None, variables).unwrap();
        let policy = OriginPolicy::new(&settings, Realm::Operators);
        assert!(policy.allows("http://localhost:9090") && !policy.is_secure());
        for origin in [
            "https://xorb.example.org",
            "https://app.example.org",
            "http://localhost:8080",
            "http://127.0.0.1:9090",
        ] {
            assert!(!policy.allows(origin), "{origin}");
        }
    }

    #[test]
    fn the_public_url_and_the_configured_origins_are_allowed() {
        let variables = [
            ("XORB__WEB__PUBLIC_URL", "https://xorb.example.org/base"),
            ("XORB__HTTP__CORS_ORIGINS", "https://app.example.org"),
        ];
        let policy = policy(Role::Embedded, &variables);
        assert!(
            policy.allows("https://xorb.example.org") && policy.allows("https://app.example.org")
        );
        assert!(!policy.allows("http://app.example.org") && policy.is_secure());
    }
}

//! The address of an endpoint: what a person typed, refused where two programs could read it differently.

use std::fmt;

use crate::net::http::{RequestPath, WebEndpoint};
use crate::net::{
    AddressPolicy, Denial, HostPattern, PinnedTarget, Scheme, ScopeRule, ScopeRules, TargetAddress,
    TargetHost,
};
use crate::{AppError, UserErrorCode};

const BAD_PATH: &str = "the path must start with `/`, have at most 2000 characters, and no spaces, `#`, brackets, quotes or \
                        letters outside of ASCII; percent-encode them";

/// What a path may not hold as it stands (RFC 3986). An erasure leaves brackets where it has cut a name out.
fn is_plain(path: &RequestPath) -> bool {
    !path
        .as_str()
        .contains(['[', ']', '{', '}', '<', '>', '"', '`', '^', '|', '\\'])
}

/// Where messages are posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EndpointUrl {
    scheme: Scheme,
    host: TargetHost,
    port: u16,
    path: RequestPath,
}

impl EndpointUrl {
    /// Reads `https://host[:port][/path][?query]`. `None` if it is anything else.
    pub(super) fn read(typed: &str) -> Option<Self> {
        Self::parse(typed).ok()
    }

    /// Reads what a person typed and judges it as far as that can be done without asking for the name.
    pub(super) fn accept(
        typed: &str,
        policy: &AddressPolicy,
        allows_http: bool,
    ) -> Result<Self, AppError> {
        let url = Self::parse(typed)
            .map_err(|problem| AppError::user(UserErrorCode::InvalidInput, "url", problem))?;
        if url.scheme == Scheme::Http && !allows_http {
            let message =
                "webhooks are sent over https only; give an address that starts with https://";
            return Err(AppError::user(UserErrorCode::InvalidInput, "url", message));
        }
        policy.judge_typed(&url.host, url.port).map_err(|denial| {
            AppError::user(UserErrorCode::AddressNotAllowed, "url", words(denial))
        })?;
        Ok(url)
    }

    fn parse(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        let authority = typed.find("://").map_or(0, |at| at + 3);
        let rest = typed.get(authority..).unwrap_or_default();
        let end = authority + rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (origin, path) = typed.split_at_checked(end).unwrap_or((typed, ""));
        let origin = TargetAddress::parse_web(origin).map_err(|error| error.to_string())?;
        let path = if path.is_empty() { "/" } else { path };
        let path = RequestPath::new(path)
            .ok()
            .filter(is_plain)
            .ok_or(BAD_PATH)?;
        let TargetAddress::Web { scheme, host, port } = origin else {
            return Err("give a web address that starts with https://".to_owned());
        };
        Ok(Self {
            scheme,
            host,
            port,
            path,
        })
    }

    pub(super) const fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub(super) const fn host(&self) -> &TargetHost {
        &self.host
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    pub(super) const fn path(&self) -> &RequestPath {
        &self.path
    }

    /// This host on this port, and nothing else.
    pub(super) fn scope(&self) -> ScopeRules {
        let rule = ScopeRule::allow(HostPattern::Exact(self.host.clone()));
        ScopeRules::new(vec![rule.on_port(self.port)])
    }

    pub(super) fn at(&self, target: PinnedTarget) -> WebEndpoint {
        WebEndpoint::new(self.scheme, target)
    }
}

impl fmt::Display for EndpointUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.authority();
        write!(f, "{}://{host}", self.scheme.name())?;
        if self.port != self.scheme.default_port() {
            write!(f, ":{}", self.port)?;
        }
        write!(f, "{}", self.path)
    }
}

fn words(denial: Denial) -> &'static str {
    match denial {
        Denial::NeedsOperator(_) => {
            "this is a loopback or private address, and webhooks go to public ones only; an operator can permit it with \
             XORB__WEBHOOKS__ALLOW_PRIVATE_TARGETS=true"
        }
        Denial::Never(_) => {
            "webhooks are never sent to such an address; give that of a public server"
        }
        Denial::OwnEndpoint => {
            "this is one of the platform's own endpoints; give the address of your receiver"
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::net::OwnEndpoints;

    use super::*;

    fn accept(typed: &str, allows_private: bool) -> Result<String, AppError> {
        let policy = AddressPolicy::new(allows_private, OwnEndpoints::default());
        EndpointUrl::accept(typed, &policy, allows_private).map(|url| url.to_string())
    }

    #[test]
    fn an_address_is_kept_in_its_canonical_form_with_path_and_query() {
        for (typed, kept) in [
            (" https://Hooks.Example.org ", "https://hooks.example.org/"),
            (
                "https://hooks.example.org:443/a?b=c",
                "https://hooks.example.org/a?b=c",
            ),
            (
                "https://hooks.example.org:8443/a/",
                "https://hooks.example.org:8443/a/",
            ),
        ] {
            assert_eq!(accept(typed, false).unwrap(), kept, "{typed}");
        }
        assert_eq!(
            accept("http://127.0.0.1:9/x", true).unwrap(),
            "http://127.0.0.1:9/x"
        );
    }

    #[test]
    fn what_leads_elsewhere_or_could_be_read_in_two_ways_is_refused() {
        for typed in [
            "",
            "hooks.example.org",
            "ftp://hooks.example.org/",
            "http://hooks.example.org/",
            "https://user:secret@hooks.example.org/",
            "https://hooks.example.org/#a",
            "https://hooks.example.org?x",
            "https://hooks.example.org\\@evil.example/",
            "https://hooks.example.org/a b",
            "https://hooks.example.org/[erased]",
            "https://hooks.example.org/a\r\nX: y",
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/latest",
            "https://2130706433/",
            "https://0x7f.1/",
        ] {
            assert!(accept(typed, false).is_err(), "{typed}");
        }
        assert!(accept("http://169.254.169.254/", true).is_err());
    }
}

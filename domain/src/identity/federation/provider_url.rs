//! The address of a provider's endpoint, as an administrator or the provider itself wrote it.

use std::fmt;

use url::Url;

use crate::net::http::RequestPath;
use crate::net::{AddressPolicy, Scheme, TargetHost};

/// An address that may be asked, as far as that can be said without asking for its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderUrl {
    pub(super) scheme: Scheme,
    pub(super) host: TargetHost,
    pub(super) port: u16,
    pub(super) path: RequestPath,
    text: String,
}

/// Why it may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderUrlError {
    #[error("write it as https://host/path, without user name, spaces or `#`")]
    Malformed,
    #[error(
        "identity providers are reached over https only; give an address that starts with https://"
    )]
    NeedsHttps,
    #[error(
        "this is a loopback or private address, which is not permitted here; an operator can permit it with \
         XORB__FEDERATION__ALLOW_PRIVATE_PROVIDERS=true"
    )]
    NotAllowed,
}

impl ProviderUrl {
    /// Reads an address and judges it by the policy.
    ///
    /// # Errors
    /// What is wrong with it, in public words.
    pub fn accept(
        text: &str,
        policy: &AddressPolicy,
        allows_http: bool,
    ) -> Result<Self, ProviderUrlError> {
        let url = Self::parse(text).ok_or(ProviderUrlError::Malformed)?;
        if url.scheme == Scheme::Http && !allows_http {
            return Err(ProviderUrlError::NeedsHttps);
        }
        policy
            .judge_typed(&url.host, url.port)
            .map_err(|_| ProviderUrlError::NotAllowed)?;
        Ok(url)
    }

    fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic())
            && !text.contains(['\\', '"', '<', '>', '`', '^', '|', '{', '}', '#', '@']);
        if !is_plain || text.len() > 2_000 {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let scheme = match url.scheme() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            _ => return None,
        };
        let host = TargetHost::parse(url.host_str()?).ok()?;
        // What the parser had to repair could be read differently by somebody else.
        let authority = text.split_once("://")?.1;
        let written = authority.split(['/', '?']).next()?;
        let written_host = match written.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
            _ => written,
        };
        if !written_host.eq_ignore_ascii_case(&host.authority()) {
            return None;
        }
        let query = url.query().map(|query| format!("?{query}"));
        let path = RequestPath::new(format!("{}{}", url.path(), query.unwrap_or_default())).ok()?;
        Some(Self {
            scheme,
            port: url.port().unwrap_or(scheme.default_port()),
            host,
            path,
            text: text.to_owned(),
        })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `scheme://host:port`: what is pinned.
    #[must_use]
    pub fn origin(&self) -> String {
        format!(
            "{}://{}:{}",
            self.scheme.name(),
            self.host.authority(),
            self.port
        )
    }
}

impl fmt::Display for ProviderUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::OwnEndpoints;

    fn accept(text: &str, allows_private: bool) -> Result<String, ProviderUrlError> {
        let policy = AddressPolicy::new(allows_private, OwnEndpoints::default());
        ProviderUrl::accept(text, &policy, allows_private).map(|url| url.origin())
    }

    #[test]
    fn an_address_keeps_its_text_and_is_pinned_by_its_origin() {
        assert_eq!(
            accept("https://login.example.org/realms/a/", false),
            Ok("https://login.example.org:443".to_owned())
        );
        assert_eq!(
            accept("http://127.0.0.1:9/a?b=c", true),
            Ok("http://127.0.0.1:9".to_owned())
        );
    }

    #[test]
    fn what_leads_elsewhere_or_could_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            "login.example.org",
            "ftp://login.example.org/",
            "file:///etc/passwd",
            "gopher://login.example.org/",
            "http://login.example.org/",
            "https://user:secret@login.example.org/",
            "https://login.example.org/#a",
            "https://login.example.org\\@evil.example/",
            "https://login.example.org/a b",
            "https://login.example.org/\r\nHost: evil",
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://169.254.169.254/latest",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://0177.0.0.1/",
        ] {
            assert!(accept(text, false).is_err(), "{text}");
        }
        assert!(accept("http://169.254.169.254/", true).is_err());
    }
}

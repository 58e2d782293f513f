//! `[http]`: the public listener.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::problems::Problems;
use super::section::{Context, Section};
use super::{durations, networks};
use crate::net::Cidr;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    pub listen: SocketAddr,
    /// Whose forwarding headers are believed; empty: nobody's.
    #[serde(with = "networks")]
    pub trusted_proxies: Vec<Cidr>,
    pub cors_origins: Vec<String>,
    pub max_body_bytes: usize,
    #[serde(rename = "request_timeout_seconds", with = "durations::seconds")]
    pub request_timeout: Duration,
    /// 0: one a core.
    pub threads: usize,
}

impl HttpSettings {
    /// May `peer` say whom it forwards for? An IPv4 peer of a dual-stack listener counts as IPv4.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted_proxies
            .iter()
            .any(|network| network.contains(peer))
    }
}

impl Section for HttpSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        for origin in &self.cors_origins {
            let is_origin = Url::parse(origin).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https")
                    && url.origin().ascii_serialization() == *origin
            });
            if !is_origin {
                problems.add("http.cors_origins", format_args!("{origin:?} is no origin; write for example \"https://app.example.org\", without a path"));
            }
        }
        problems.check_range(
            "http.max_body_bytes",
            self.max_body_bytes,
            1024..=16 * 1024 * 1024,
        );
        problems.check_range(
            "http.request_timeout_seconds",
            self.request_timeout.as_secs(),
            1..=600,
        );
        problems.check_range("http.threads", self.threads, 0..=1024);
    }
}

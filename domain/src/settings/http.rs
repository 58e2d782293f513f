//! `[http]`: the public listener.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::problems::Problems;
use super::section::{Context, Section};
use super::tls_files::{TlsFiles, check_tls_files};
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
    /// What it shows of itself (PEM), and the authority (PEM) whose clients it lets in.
    pub certificate_file: PathBuf,
    pub key_file: PathBuf,
    pub client_ca_file: PathBuf,
    /// Names of which a client's certificate must have one; empty: any.
    pub client_names: Vec<String>,
}

impl HttpSettings {
    /// Mutual TLS, if it is set.
    #[must_use]
    pub fn tls(&self) -> Option<TlsFiles> {
        TlsFiles::of(
            &self.certificate_file,
            &self.key_file,
            &self.client_ca_file,
            &self.client_names,
        )
    }

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
        let files = [
            self.certificate_file.as_path(),
            &self.key_file,
            &self.client_ca_file,
        ];
        check_tls_files("http", files, &self.client_names, problems);
    }
}

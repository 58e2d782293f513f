//! `[federation]`: how identity providers of tenants are reached.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FederationSettings {
    /// Loopback and private networks, and http to them; metadata addresses are refused in any case.
    pub allow_private_providers: bool,
    /// Connections of one tenant.
    pub max_providers: u64,
    /// The name server that is asked for the proofs of domains, with its port; empty: the machine's.
    pub dns_server: String,
}

impl FederationSettings {
    /// The name server, if it is not to be the machine's.
    #[must_use]
    pub fn dns_server(&self) -> Option<SocketAddr> {
        self.dns_server.parse().ok()
    }
}

impl Section for FederationSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range("federation.max_providers", self.max_providers, 1..=100);
        if !self.dns_server.is_empty() && self.dns_server().is_none() {
            let message = "must be an address with a port, such as \"192.0.2.53:53\", or empty";
            problems.add("federation.dns_server", message);
        }
    }
}

//! The way to identity providers: closed like that of scans, with a permission for private addresses of its own.

use std::sync::Arc;
use std::time::Duration;

use crate::net::http::HttpLimits;
use crate::net::{Network, NetworkLimits, TargetRate};
use crate::settings::FederationSettings;

const LIMITS: NetworkLimits = NetworkLimits {
    // A company that begins its day logs in at once, through one address.
    rate: TargetRate {
        per_second: 500,
        burst: 1_000,
    },
    open_connects: 32,
    connect_deadline: Duration::from_secs(2),
    http: HttpLimits {
        head_bytes: 32 * 1024,
        body_bytes: 256 * 1024,
        deadline: Duration::from_secs(5),
    },
};

/// A way out beside that of the scans: own endpoints, resolver and trusted certificates are theirs.
pub(crate) fn open_network(scans: &Network, settings: &FederationSettings) -> Arc<Network> {
    scans.with_policy(settings.allow_private_providers, LIMITS)
}

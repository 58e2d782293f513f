//! The way to webhook endpoints: closed like that of scans, with a permission for private addresses of its own.

use std::sync::Arc;
use std::time::Duration;

use crate::net::http::HttpLimits;
use crate::net::{Network, NetworkLimits};
use crate::settings::WebhooksSettings;

/// An honest receiver answers with nothing or a word.
const ANSWER: HttpLimits = HttpLimits {
    head_bytes: 16 * 1024,
    body_bytes: 16 * 1024,
    deadline: Duration::from_secs(15),
};

/// A way out beside that of the scans: own endpoints, resolver and trusted certificates are theirs.
pub(crate) fn open_network(scans: &Network, settings: &WebhooksSettings) -> Arc<Network> {
    let limits = NetworkLimits {
        connect_deadline: settings.timeout,
        http: HttpLimits {
            deadline: settings.timeout,
            ..ANSWER
        },
        ..NetworkLimits::default()
    };
    scans.with_policy(settings.allow_private_targets, limits)
}

//! The way to scan targets as the settings permit it, closed towards the platform's own database, Redis and listeners.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::AppError;
use crate::net::{AddressPolicy, Network, NetworkLimits, OwnEndpoints, SystemResolver};
use crate::settings::{SecretUrl, Settings};

const RESOLVE_DEADLINE: Duration = Duration::from_secs(5);

/// Ports of URLs that name none.
const DEFAULT_PORTS: [(&str, u16); 5] = [
    ("postgres", 5432),
    ("postgresql", 5432),
    ("redis", 6379),
    ("rediss", 6379),
    ("valkey", 6379),
];

/// Builds the network of this process. Listeners whose port the system chooses are added when they are bound, with
/// `network.policy().own_endpoints().add(…)`.
///
/// # Errors
/// `Internal` if TLS can't be set up.
pub async fn open_network(settings: &Settings) -> Result<Arc<Network>, AppError> {
    let own = own_endpoints(settings).await;
    let policy = AddressPolicy::new(settings.scan.allow_private_targets, own);
    let limits = NetworkLimits::from(&settings.scan);
    Network::new(policy, Arc::new(SystemResolver), limits, &[]).map_err(AppError::internal)
}

async fn own_endpoints(settings: &Settings) -> OwnEndpoints {
    let own = OwnEndpoints::default();
    for listener in [settings.http.listen, settings.admin.listen] {
        if listener.port() != 0 {
            own.add(listener);
        }
    }
    let stores = [
        &settings.database.url,
        &settings.database.migration_url,
        &settings.redis.url,
    ];
    for (host, port) in stores.into_iter().filter_map(store) {
        match tokio::time::timeout(RESOLVE_DEADLINE, resolve(&host, port)).await {
            Ok(Ok(endpoints)) => endpoints.into_iter().for_each(|endpoint| own.add(endpoint)),
            // Its name resolves for nobody now; what the platform reaches later under it stays protected by its password.
            Ok(Err(_)) | Err(_) => {
                tracing::warn!(
                    port,
                    "the address of a store of the platform is not known; scans could reach it"
                );
            }
        }
    }
    own
}

async fn resolve(host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}

/// Host and port of a store that is reached over the network.
fn store(url: &SecretUrl) -> Option<(String, u16)> {
    let url = Url::parse(url.expose()).ok()?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    let known = DEFAULT_PORTS
        .iter()
        .find(|(scheme, _)| *scheme == url.scheme());
    let port = url.port().or(known.map(|(_, port)| *port))?;
    Some((host.trim_matches(['[', ']']).to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_are_known_by_host_and_port_with_or_without_a_port_in_the_url() {
        let of = |url| store(&SecretUrl::new(url));
        assert_eq!(
            of("postgres://app:secret@db.internal/xorb"),
            Some(("db.internal".to_owned(), 5432))
        );
        assert_eq!(of("redis://[::1]:7000"), Some(("::1".to_owned(), 7000)));
        assert_eq!(of("sqlite:///var/lib/xorb.db"), None);
        assert_eq!(of(""), None);
    }
}

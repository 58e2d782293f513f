//! The platform's own listeners and stores. A scan that reached one of them could turn the platform on itself, so they are
//! denied by address and port, whatever the operator permits.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::{Arc, PoisonError, RwLock};

use super::unwrap_embedded;

/// Database, Redis, API and admin listener, as addresses that are bound or connected to. Clones share one list.
#[derive(Clone, Debug, Default)]
pub struct OwnEndpoints(Arc<RwLock<Vec<SocketAddr>>>);

impl OwnEndpoints {
    #[must_use]
    pub fn new(endpoints: Vec<SocketAddr>) -> Self {
        Self(Arc::new(RwLock::new(endpoints)))
    }

    /// Adds one that became known later: a listener whose port the system chose, a store whose name resolves anew.
    pub fn add(&self, endpoint: SocketAddr) {
        let mut endpoints = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !endpoints.contains(&endpoint) {
            endpoints.push(endpoint);
        }
    }

    /// Whether a connection to this address and port would reach one of them. A service on this machine may listen on all
    /// interfaces, or be named by one address and reached by another: each of the machine's addresses counts.
    #[must_use]
    pub fn covers(&self, address: IpAddr, port: u16) -> bool {
        let address = unwrap_embedded(address);
        let endpoints = self.0.read().unwrap_or_else(PoisonError::into_inner);
        endpoints
            .iter()
            .filter(|own| own.port() == port)
            .any(|own| {
                let own = unwrap_embedded(own.ip());
                own == address || (is_this_machine(own) && is_this_machine(address))
            })
    }
}

/// Only an address of this machine can be bound. Where the kernel permits any (`ip_nonlocal_bind`) this says yes too often,
/// which denies too much and never too little.
fn is_this_machine(address: IpAddr) -> bool {
    address.is_unspecified() || address.is_loopback() || UdpSocket::bind((address, 0)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(endpoint: &str) -> OwnEndpoints {
        OwnEndpoints::new(vec![endpoint.parse().unwrap()])
    }

    #[test]
    fn a_wildcard_listener_covers_every_local_address_with_its_port() {
        for listener in ["0.0.0.0:8080", "[::]:8080"] {
            for local in [
                "127.0.0.1",
                "127.9.9.9",
                "::1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
            ] {
                assert!(
                    own(listener).covers(local.parse().unwrap(), 8080),
                    "{listener} {local}"
                );
            }
            assert!(!own(listener).covers("127.0.0.1".parse().unwrap(), 8081));
            assert!(!own(listener).covers("192.0.2.1".parse().unwrap(), 8080));
        }
    }

    #[test]
    fn a_store_on_loopback_is_covered_under_its_other_local_names() {
        assert!(own("127.0.0.1:5432").covers("127.0.0.2".parse().unwrap(), 5432));
        assert!(own("127.0.0.1:5432").covers("::1".parse().unwrap(), 5432));
    }

    #[test]
    fn a_listener_that_was_bound_later_is_covered_too() {
        let own = OwnEndpoints::default();
        let shared = own.clone();
        own.add("127.0.0.1:8080".parse().unwrap());
        assert!(shared.covers("127.0.0.1".parse().unwrap(), 8080));
    }

    #[test]
    fn a_store_elsewhere_is_covered_by_its_address_and_port_alone() {
        assert!(own("192.0.2.9:6379").covers("192.0.2.9".parse().unwrap(), 6379));
        assert!(own("192.0.2.9:6379").covers("::ffff:192.0.2.9".parse().unwrap(), 6379));
        assert!(!own("192.0.2.9:6379").covers("192.0.2.9".parse().unwrap(), 6380));
        assert!(!own("192.0.2.9:6379").covers("192.0.2.10".parse().unwrap(), 6379));
    }
}

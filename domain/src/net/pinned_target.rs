//! A target after it was resolved and judged: from here on it is an address. Only a `ScopedConnector` makes one, so nothing
//! resolves the name a second time and gets another answer.

use std::net::{IpAddr, SocketAddr};

use super::TargetHost;

/// A host and port, with the address that was judged for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnedTarget {
    pub(super) host: TargetHost,
    pub(super) address: IpAddr,
    pub(super) port: u16,
    pub(super) answers: Vec<IpAddr>,
}

impl PinnedTarget {
    /// The host as it was named, for `Host` headers, server names and locations.
    #[must_use]
    pub const fn host(&self) -> &TargetHost {
        &self.host
    }

    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    #[must_use]
    pub const fn socket_address(&self) -> SocketAddr {
        SocketAddr::new(self.address, self.port)
    }

    /// Every address the name resolved to; all of them were judged, the first one is used.
    #[must_use]
    pub fn answers(&self) -> &[IpAddr] {
        &self.answers
    }
}

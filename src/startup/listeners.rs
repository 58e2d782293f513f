//! The sockets, bound before anything else: a port that is taken should be known at once, and port 0 becomes a number.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use anyhow::Context;
use xorb_domain::settings::{Role, Settings};

pub(crate) struct Listeners {
    /// A worker has none.
    pub(crate) http: Option<TcpListener>,
    pub(crate) admin: TcpListener,
}

impl Listeners {
    /// Binds what the role needs.
    pub(crate) fn bind(settings: &Settings) -> anyhow::Result<Self> {
        let is_public = settings.role != Role::Worker;
        Ok(Self {
            http: is_public
                .then(|| bind("http.listen", settings.http.listen))
                .transpose()?,
            admin: bind("admin.listen", settings.admin.listen)?,
        })
    }
}

/// Where a browser on this machine finds a listener, which may be bound to all addresses.
pub(crate) fn url_of(address: SocketAddr) -> String {
    let host = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        host => host,
    };
    format!("http://{}", SocketAddr::new(host, address.port()))
}

fn bind(key: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("{key}: {address} can't be listened on; choose another address, or port 0 for any free one")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_on_all_addresses_is_reached_on_loopback() {
        assert_eq!(url_of(([0, 0, 0, 0], 80).into()), "http://127.0.0.1:80");
        assert_eq!(url_of(([192, 0, 2, 1], 80).into()), "http://192.0.2.1:80");
        assert_eq!(
            url_of((Ipv6Addr::UNSPECIFIED, 80).into()),
            "http://[::1]:80"
        );
    }
}

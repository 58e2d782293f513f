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
    /// Binds what the role needs. Port 0 in the settings becomes the port that was free.
    pub(crate) fn bind(settings: &mut Settings) -> anyhow::Result<Self> {
        let http = match settings.role {
            Role::Worker => None,
            Role::Api | Role::Embedded => Some(bind("http.listen", &mut settings.http.listen)?),
        };
        let admin = bind("admin.listen", &mut settings.admin.listen)?;
        Ok(Self { http, admin })
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

/// Where operators find the admin listener if the settings don't say: a host name, because passkeys need one. `None` without a
/// port.
pub(crate) fn operators_url(address: SocketAddr) -> Option<String> {
    let is_here = address.ip().is_loopback() || address.ip().is_unspecified();
    match address.port() {
        0 => None,
        port if is_here => Some(format!("http://localhost:{port}")),
        _ => Some(url_of(address)),
    }
}

fn bind(key: &str, address: &mut SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(*address).with_context(|| {
        format!("{key}: {address} can't be listened on; choose another address, or port 0 for any free one")
    })?;
    *address = listener.local_addr()?;
    Ok(listener)
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

//! The sockets, bound before anything else: a port that is taken should be known at once, and port 0 becomes a number.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use anyhow::{Context, anyhow};
use xorb_api::tls::{Door, Entrance};
use xorb_domain::settings::{Role, Settings, TlsFiles};

pub(crate) struct Listeners {
    /// A worker has none.
    pub(crate) http: Option<Entrance>,
    pub(crate) admin: Entrance,
}

impl Listeners {
    /// Binds what the role needs. Port 0 in the settings becomes the port that was free.
    pub(crate) fn bind(settings: &mut Settings) -> anyhow::Result<Self> {
        let http = match settings.role {
            Role::Worker => None,
            Role::Api | Role::Embedded => Some(entrance(
                "http",
                settings.http.tls(),
                &mut settings.http.listen,
            )?),
        };
        let admin = entrance("admin", settings.admin.tls(), &mut settings.admin.listen)?;
        Ok(Self { http, admin })
    }
}

/// Where a browser on this machine finds a listener, which may be bound to all addresses.
pub(crate) fn url_of(address: SocketAddr, is_tls: bool) -> String {
    let host = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        host => host,
    };
    let scheme = if is_tls { "https" } else { "http" };
    format!("{scheme}://{}", SocketAddr::new(host, address.port()))
}

/// Where operators find the admin listener if the settings don't say: a host name, because passkeys need one. `None` without a
/// port.
pub(crate) fn operators_url(address: SocketAddr, is_tls: bool) -> Option<String> {
    let is_here = address.ip().is_loopback() || address.ip().is_unspecified();
    match address.port() {
        0 => None,
        port if is_here && is_tls => Some(format!("https://localhost:{port}")),
        port if is_here => Some(format!("http://localhost:{port}")),
        _ => Some(url_of(address, is_tls)),
    }
}

fn entrance(
    section: &str,
    tls: Option<TlsFiles>,
    address: &mut SocketAddr,
) -> anyhow::Result<Entrance> {
    let door = tls.map(Door::open).transpose();
    let door = door.map_err(|fault| anyhow!("[{section}] mutual TLS: {fault}"))?;
    let listener = bind(&format!("{section}.listen"), address)?;
    Ok(Entrance::new(listener, door))
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
        let url_of = |address| url_of(address, false);
        assert_eq!(url_of(([0, 0, 0, 0], 80).into()), "http://127.0.0.1:80");
        assert_eq!(url_of(([192, 0, 2, 1], 80).into()), "http://192.0.2.1:80");
        assert_eq!(
            url_of((Ipv6Addr::UNSPECIFIED, 80).into()),
            "http://[::1]:80"
        );
    }
}

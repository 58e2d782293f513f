//! The sockets, bound before anything else: a port that is taken should be known at once, and port 0 becomes a number.
//!
//! An API does not listen before it can serve, so that whoever distributes requests over several of them asks another one.
//! Embedded there is no other: everybody is told why it is not ready.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::{Context, anyhow};
use xorb_api::tls::{Door, Entrance};
use xorb_domain::settings::{Role, Settings, TlsFiles};

pub(crate) struct Listeners {
    /// A worker has none. An API's does not listen yet.
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
        listen("admin", &admin)?;
        if let (Role::Embedded, Some(http)) = (settings.role, &http) {
            listen("http", http)?;
        }
        Ok(Self { http, admin })
    }
}

/// From now on connections come in, if they did not before. `section` is the listener's in the settings.
pub(crate) fn listen(section: &str, entrance: &Entrance) -> anyhow::Result<()> {
    let address = entrance.local_addr()?;
    entrance.listen().with_context(|| refused(section, address))
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
    let entrance = Entrance::bind(*address, door).with_context(|| refused(section, *address))?;
    *address = entrance.local_addr()?;
    Ok(entrance)
}

fn refused(section: &str, address: SocketAddr) -> String {
    format!(
        "{section}.listen: {address} can't be listened on; choose another address, or port 0 for any free one"
    )
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

//! What counts as one origin.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One customer's line: an IPv4 address, an IPv6 /64.
pub(super) fn line(address: IpAddr) -> IpAddr {
    masked(address, u32::MAX, u128::MAX << 64)
}

/// One provider's corner: an IPv4 /24, an IPv6 /48.
pub(in crate::identity) fn network(address: IpAddr) -> IpAddr {
    masked(address, u32::MAX << 8, u128::MAX << 80)
}

fn masked(address: IpAddr, v4: u32, v6: u128) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => Ipv4Addr::from_bits(address.to_bits() & v4).into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & v6).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_one_network_are_one_origin() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(network(ip("192.0.2.1")), network(ip("192.0.2.99")));
        assert_eq!(line(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
        assert_ne!(line(ip("192.0.2.1")), line(ip("192.0.2.2")));
        assert_eq!(line(ip("2001:db8::1")), line(ip("2001:db8::ffff:1")));
        assert_ne!(line(ip("2001:db8::1")), line(ip("2001:db8:0:1::1")));
        assert_eq!(network(ip("2001:db8::1")), network(ip("2001:db8:0:1::1")));
    }
}

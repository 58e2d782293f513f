//! What kind of address an address is. IPv4 addresses that travel inside IPv6 ones (mapped, compatible, NAT64) are unwrapped
//! first, so that no spelling hides one. IPv6 outside `2000::/3` is reserved: what nobody assigned is never scanned.
//! Source: the IANA special-purpose registries, and the vendors' documentation for metadata services.

use std::net::{IpAddr, Ipv6Addr};

use super::Cidr;

/// The kind of an address; only `Public` may be scanned without an operator's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AddressClass {
    Public,
    Loopback,
    Private,
    UniqueLocal,
    CarrierGradeNat,
    LinkLocal,
    Multicast,
    Unspecified,
    Broadcast,
    Documentation,
    Benchmarking,
    /// 6to4 and Teredo: the packet ends at an IPv4 address that nobody judged.
    Transition,
    /// A cloud's instance metadata service: it hands out credentials.
    Metadata,
    Reserved,
}

impl AddressClass {
    /// The words for an error message.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::UniqueLocal => "unique local (private)",
            Self::CarrierGradeNat => "carrier-grade NAT",
            Self::LinkLocal => "link-local",
            Self::Multicast => "multicast",
            Self::Unspecified => "unspecified",
            Self::Broadcast => "broadcast",
            Self::Documentation => "documentation",
            Self::Benchmarking => "benchmarking",
            Self::Transition => "6to4 or Teredo",
            Self::Metadata => "cloud metadata",
            Self::Reserved => "reserved",
        }
    }
}

/// The first network that contains the address decides, so metadata comes first.
const TABLE: &[(Cidr, AddressClass)] = &[
    // AWS, Azure, Google, OpenStack and others; AWS container credentials; AWS pod identity.
    (Cidr::v4([169, 254, 169, 254], 32), AddressClass::Metadata),
    (Cidr::v4([169, 254, 170, 2], 32), AddressClass::Metadata),
    (Cidr::v4([169, 254, 170, 23], 32), AddressClass::Metadata),
    // Azure's wire server, Alibaba, Oracle.
    (Cidr::v4([168, 63, 129, 16], 32), AddressClass::Metadata),
    (Cidr::v4([100, 100, 100, 200], 32), AddressClass::Metadata),
    (Cidr::v4([192, 0, 0, 192], 32), AddressClass::Metadata),
    // AWS over IPv6 (fd00:ec2::254 and its siblings), Google over IPv6 (fd20:ce::254): the whole service networks.
    (Cidr::v6([0xfd00, 0x0ec2, 0, 0], 32), AddressClass::Metadata),
    (Cidr::v6([0xfd20, 0x00ce, 0, 0], 32), AddressClass::Metadata),
    (Cidr::v4([0, 0, 0, 0], 32), AddressClass::Unspecified),
    (Cidr::v4([0, 0, 0, 0], 8), AddressClass::Reserved),
    (Cidr::v4([10, 0, 0, 0], 8), AddressClass::Private),
    (Cidr::v4([100, 64, 0, 0], 10), AddressClass::CarrierGradeNat),
    (Cidr::v4([127, 0, 0, 0], 8), AddressClass::Loopback),
    (Cidr::v4([169, 254, 0, 0], 16), AddressClass::LinkLocal),
    (Cidr::v4([172, 16, 0, 0], 12), AddressClass::Private),
    (Cidr::v4([192, 0, 0, 0], 24), AddressClass::Reserved),
    (Cidr::v4([192, 0, 2, 0], 24), AddressClass::Documentation),
    (Cidr::v4([192, 88, 99, 0], 24), AddressClass::Transition),
    (Cidr::v4([192, 168, 0, 0], 16), AddressClass::Private),
    (Cidr::v4([198, 18, 0, 0], 15), AddressClass::Benchmarking),
    (Cidr::v4([198, 51, 100, 0], 24), AddressClass::Documentation),
    (Cidr::v4([203, 0, 113, 0], 24), AddressClass::Documentation),
    (Cidr::v4([224, 0, 0, 0], 4), AddressClass::Multicast),
    (Cidr::v4([255, 255, 255, 255], 32), AddressClass::Broadcast),
    (Cidr::v4([240, 0, 0, 0], 4), AddressClass::Reserved),
    (Cidr::v6([0x2001, 0, 0, 0], 32), AddressClass::Transition),
    (Cidr::v6([0x2001, 2, 0, 0], 48), AddressClass::Benchmarking),
    (
        Cidr::v6([0x2001, 0x0db8, 0, 0], 32),
        AddressClass::Documentation,
    ),
    (Cidr::v6([0x2001, 0, 0, 0], 23), AddressClass::Reserved),
    (Cidr::v6([0x2002, 0, 0, 0], 16), AddressClass::Transition),
    (Cidr::v6([0x3fff, 0, 0, 0], 20), AddressClass::Documentation),
    (Cidr::v6([0xfc00, 0, 0, 0], 7), AddressClass::UniqueLocal),
    (Cidr::v6([0xfe80, 0, 0, 0], 10), AddressClass::LinkLocal),
    (Cidr::v6([0xff00, 0, 0, 0], 8), AddressClass::Multicast),
];

/// IPv6 that is assigned for use on the public Internet.
const GLOBAL_UNICAST: Cidr = Cidr::v6([0x2000, 0, 0, 0], 3);

/// The well-known prefix of NAT64 (RFC 6052): the last 32 bits are the IPv4 address the packet ends at.
const NAT64: Cidr = Cidr::v6([0x0064, 0xff9b, 0, 0], 96);

/// The IPv4 address inside a mapped, compatible or NAT64 address; every other address as it is.
#[must_use]
pub fn unwrap_embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    if v6.is_unspecified() || v6.is_loopback() {
        return address;
    }
    if NAT64.contains(address) {
        let [.., a, b, c, d] = v6.octets();
        return IpAddr::from([a, b, c, d]);
    }
    v6.to_ipv4().map_or(address, IpAddr::V4)
}

/// The kind of an address, seen through any embedding.
#[must_use]
pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => return AddressClass::Unspecified,
        IpAddr::V6(Ipv6Addr::LOCALHOST) => return AddressClass::Loopback,
        _ => {}
    }
    let plain = unwrap_embedded(address);
    let listed = TABLE
        .iter()
        .find(|(network, _)| network.contains(plain))
        .map(|(_, class)| *class);
    match listed {
        Some(class) => class,
        // `::a.b.c.d` was abolished in 2006: whatever is inside, nothing legitimate answers there.
        None if is_v4_compatible(address) => AddressClass::Reserved,
        None if plain.is_ipv6() && !GLOBAL_UNICAST.contains(plain) => AddressClass::Reserved,
        None => AddressClass::Public,
    }
}

fn is_v4_compatible(address: IpAddr) -> bool {
    const COMPATIBLE: Cidr = Cidr::v6([0, 0, 0, 0], 96);
    COMPATIBLE.contains(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_address_is_recognised_at_both_ends_of_its_network() {
        use AddressClass::{
            Benchmarking, Broadcast, CarrierGradeNat, Documentation, LinkLocal, Loopback,
            Multicast, Private, Public, Reserved, Transition, UniqueLocal, Unspecified,
        };
        let cases = [
            ("8.8.8.8", Public),
            ("1.0.0.0", Public),
            ("223.255.255.255", Public),
            ("172.15.255.255", Public),
            ("172.32.0.0", Public),
            ("192.167.255.255", Public),
            ("100.63.255.255", Public),
            ("100.128.0.0", Public),
            ("2a00:1450:4001::1", Public),
            ("2606:4700::1111", Public),
            ("127.0.0.1", Loopback),
            ("127.255.255.254", Loopback),
            ("::1", Loopback),
            ("10.0.0.0", Private),
            ("10.255.255.255", Private),
            ("172.16.0.1", Private),
            ("172.31.255.255", Private),
            ("192.168.1.1", Private),
            ("fc00::1", UniqueLocal),
            ("fdff::1", UniqueLocal),
            ("100.64.0.1", CarrierGradeNat),
            ("100.127.255.255", CarrierGradeNat),
            ("169.254.1.1", LinkLocal),
            ("fe80::1", LinkLocal),
            ("febf::1", LinkLocal),
            ("224.0.0.1", Multicast),
            ("239.255.255.255", Multicast),
            ("ff02::1", Multicast),
            ("0.0.0.0", Unspecified),
            ("::", Unspecified),
            ("0.1.2.3", Reserved),
            ("255.255.255.255", Broadcast),
            ("240.0.0.1", Reserved),
            ("192.0.0.1", Reserved),
            ("192.0.2.1", Documentation),
            ("198.51.100.1", Documentation),
            ("203.0.113.1", Documentation),
            ("2001:db8::1", Documentation),
            ("3fff::1", Documentation),
            ("198.18.0.1", Benchmarking),
            ("198.19.255.255", Benchmarking),
            ("2001:2::1", Benchmarking),
            ("2002:7f00:1::", Transition),
            ("2001::1", Transition),
            ("192.88.99.1", Transition),
            ("fec0::1", Reserved),
            ("100::1", Reserved),
            ("5f00::1", Reserved),
            ("64:ff9b:1::a00:1", Reserved),
        ];
        for (text, class) in cases {
            assert_eq!(classify(text.parse().unwrap()), class, "{text}");
        }
    }

    #[test]
    fn metadata_services_are_recognised_before_the_network_around_them() {
        let services = [
            "169.254.169.254",
            "169.254.170.2",
            "168.63.129.16",
            "100.100.100.200",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd20:ce::254",
            "::ffff:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "::169.254.169.254",
        ];
        for text in services {
            assert_eq!(
                classify(text.parse().unwrap()),
                AddressClass::Metadata,
                "{text}"
            );
        }
    }

    #[test]
    fn an_ipv4_address_is_judged_inside_whatever_wraps_it() {
        for (text, class) in [
            ("::ffff:127.0.0.1", AddressClass::Loopback),
            ("::ffff:10.1.2.3", AddressClass::Private),
            ("::ffff:8.8.8.8", AddressClass::Public),
            ("64:ff9b::7f00:1", AddressClass::Loopback),
            ("64:ff9b::808:808", AddressClass::Public),
            ("::127.0.0.1", AddressClass::Loopback),
            ("::8.8.8.8", AddressClass::Reserved),
        ] {
            assert_eq!(classify(text.parse().unwrap()), class, "{text}");
        }
        assert_eq!(
            unwrap_embedded("64:ff9b::808:808".parse().unwrap()),
            IpAddr::from([8, 8, 8, 8])
        );
    }
}

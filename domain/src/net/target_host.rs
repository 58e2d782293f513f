//! The host of a target: a DNS name in its ASCII form, or an address in its one canonical spelling. Anything that two
//! programs could read differently is refused here with a reason, never repaired.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use url::{Host, Url};

use super::unwrap_embedded;

/// Why an address that a person typed is refused. The texts are public and say what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("the address is empty; give a host name or an IP address")]
    Empty,
    #[error("the address is longer than {0} characters")]
    TooLong(usize),
    #[error("the address contains white space or control characters; remove them")]
    Unprintable,
    #[error("the address starts with `-`; give a host name or an IP address")]
    LeadingDash,
    #[error("a web address starts with http:// or https://, for example https://shop.example")]
    NotWeb,
    #[error(
        "a host address is a name or an IP address without `scheme://`, for example shop.example or 198.51.100.7:8443"
    )]
    NotHost,
    #[error("an asset is a whole site: remove the path, query and fragment behind the host")]
    HasPath,
    #[error("the address contains a user name or password; remove everything up to the `@`")]
    Userinfo,
    #[error("the address contains `{0}`, which no host name has; write the host plainly")]
    Encoded(char),
    #[error("ranges, lists and wildcards are not accepted; create one asset for each host")]
    Range,
    #[error("the port must be a plain number from 1 to 65535")]
    Port,
    #[error("this is an unusual spelling of an IP address; write {0}")]
    OddAddress(IpAddr),
    #[error("IPv4 addresses inside IPv6 ones are not accepted; give the IPv4 address itself")]
    EmbeddedIpv4,
    #[error("this is not a valid IP address; write it like 198.51.100.7 or [2001:db8::7]")]
    BadAddress,
    #[error("remove the dot at the end of the host name")]
    TrailingDot,
    #[error("the host name has an empty part; check its dots")]
    EmptyLabel,
    #[error(
        "give the ASCII form of this international name, and check that it is the name you mean: {0}"
    )]
    International(String),
    #[error(
        "this is not a valid host name; use letters, digits, hyphens and dots, ending in a name and not a number"
    )]
    BadName,
}

/// A DNS name: lower case, ASCII, no trailing dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DnsName(String);

impl DnsName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A target's host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TargetHost {
    Name(DnsName),
    Address(IpAddr),
}

impl TargetHost {
    /// Reads a host: a name, an IPv4 address, or an IPv6 address with or without brackets.
    pub fn parse(raw: &str) -> Result<Self, AddressError> {
        if raw.is_empty() {
            return Err(AddressError::Empty);
        }
        let bracketed = raw
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if bracketed.is_some() || raw.contains(':') {
            return ipv6(bracketed.unwrap_or(raw));
        }
        if !raw.is_ascii() {
            return Err(international(raw));
        }
        if let Some(odd) = raw
            .chars()
            .find(|symbol| matches!(symbol, '%' | '\\' | '[' | ']'))
        {
            return Err(AddressError::Encoded(odd));
        }
        if is_range(raw) {
            return Err(AddressError::Range);
        }
        name_or_ipv4(&raw.to_ascii_lowercase())
    }

    /// As it stands in a URL or a `Host` header: IPv6 in brackets.
    #[must_use]
    pub fn authority(&self) -> String {
        match self {
            Self::Address(IpAddr::V6(address)) => format!("[{address}]"),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for TargetHost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => out.write_str(name.as_str()),
            Self::Address(address) => write!(out, "{address}"),
        }
    }
}

fn ipv6(raw: &str) -> Result<TargetHost, AddressError> {
    if raw.contains('%') {
        return Err(AddressError::Encoded('%'));
    }
    let address: Ipv6Addr = raw.parse().map_err(|_| AddressError::BadAddress)?;
    let address = IpAddr::V6(address);
    if unwrap_embedded(address) != address {
        return Err(AddressError::EmbeddedIpv4);
    }
    if raw.eq_ignore_ascii_case(&address.to_string()) {
        Ok(TargetHost::Address(address))
    } else {
        Err(AddressError::OddAddress(address))
    }
}

/// `url` reads hosts as browsers do (`127.1`, `0x7f.1` and `2130706433` are 127.0.0.1): what it reads must be what was written.
fn name_or_ipv4(raw: &str) -> Result<TargetHost, AddressError> {
    if raw.ends_with('.') && raw.len() > 1 {
        return Err(AddressError::TrailingDot);
    }
    if raw.split('.').any(str::is_empty) {
        return Err(AddressError::EmptyLabel);
    }
    let url = Url::parse(&format!("http://{raw}/")).map_err(|_| AddressError::BadName)?;
    match url.host() {
        Some(Host::Ipv4(address)) if address.to_string() == raw => {
            Ok(TargetHost::Address(address.into()))
        }
        Some(Host::Ipv4(address)) => Err(AddressError::OddAddress(address.into())),
        Some(Host::Domain(name)) if name == raw && is_dns_name(raw) => {
            Ok(TargetHost::Name(DnsName(raw.to_owned())))
        }
        _ => Err(AddressError::BadName),
    }
}

fn international(raw: &str) -> AddressError {
    match Url::parse(&format!("http://{raw}/"))
        .as_ref()
        .map(Url::host)
    {
        Ok(Some(Host::Domain(ascii))) if is_dns_name(ascii) => {
            AddressError::International(ascii.to_owned())
        }
        // Full-width digits and the like, which browsers turn into numbers.
        Ok(Some(Host::Ipv4(address))) => AddressError::OddAddress(address.into()),
        _ => AddressError::BadName,
    }
}

fn is_range(raw: &str) -> bool {
    let numeric = raw
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    raw.contains([',', '*', '/', ';', '{']) || (numeric && raw.contains('-'))
}

/// RFC 1123: labels of 1 to 63 letters, digits and inner hyphens, 253 in all; the last one starts with a letter, so that no
/// number is ever taken for a name.
fn is_dns_name(name: &str) -> bool {
    let label_is_valid = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let ends_in_a_name = name
        .rsplit('.')
        .next()
        .is_some_and(|last| last.starts_with(|first: char| first.is_ascii_lowercase()));
    name.len() <= 253 && ends_in_a_name && name.split('.').all(label_is_valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(typed: &str) -> Result<String, AddressError> {
        TargetHost::parse(typed).map(|host| host.to_string())
    }

    #[test]
    fn unusual_spellings_of_an_address_are_refused_and_the_plain_one_is_named() {
        for odd in [
            "127.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
            "127.0.1",
            "0x7f.0.0.1",
            "017700000001",
            "１２７.0.0.1",
            "127。0。0。1",
        ] {
            let expected = AddressError::OddAddress("127.0.0.1".parse().unwrap());
            assert_eq!(host(odd), Err(expected), "{odd}");
        }
        assert_eq!(
            host("[0:0:0:0:0:0:0:1]"),
            Err(AddressError::OddAddress("::1".parse().unwrap()))
        );
        assert_eq!(
            host("2001:db8:0:0::7"),
            Err(AddressError::OddAddress("2001:db8::7".parse().unwrap()))
        );
        for embedded in [
            "::ffff:7f00:1",
            "[::ffff:127.0.0.1]",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "::7f00:1",
        ] {
            assert_eq!(
                host(embedded),
                Err(AddressError::EmbeddedIpv4),
                "{embedded}"
            );
        }
    }

    #[test]
    fn ranges_lists_and_wildcards_are_refused() {
        for typed in [
            "10.0.0.0/24",
            "10.0.0.1-20",
            "10.0.0.1,10.0.0.2",
            "*.shop.example",
            "10.0.0.*",
            "10.0.0.{1,2}",
        ] {
            assert_eq!(host(typed), Err(AddressError::Range), "{typed}");
        }
    }

    #[test]
    fn names_that_dns_or_programs_read_differently_are_refused() {
        for (typed, reason) in [
            ("shop.example.", AddressError::TrailingDot),
            ("127.0.0.1.", AddressError::TrailingDot),
            ("shop..example", AddressError::EmptyLabel),
            (".shop.example", AddressError::EmptyLabel),
            ("shop-.example", AddressError::BadName),
            ("shop_1.example", AddressError::BadName),
            ("shop.1example", AddressError::BadName),
            ("256.256.256.256", AddressError::BadName),
            ("1.2.3.4.5", AddressError::BadName),
            ("xn--a.example", AddressError::BadName),
            (
                "bücher.example",
                AddressError::International("xn--bcher-kva.example".to_owned()),
            ),
            (
                "pаypal.example",
                AddressError::International("xn--pypal-4ve.example".to_owned()),
            ),
        ] {
            assert_eq!(host(typed), Err(reason), "{typed}");
        }
        assert_eq!(
            host(&format!("{}.example", "a".repeat(64))),
            Err(AddressError::BadName)
        );
        assert_eq!(host(""), Err(AddressError::Empty));
    }
}

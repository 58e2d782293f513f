//! The address of an asset as a person types it: an `http(s)` origin, or a host with an optional port. Parsing is strict:
//! the canonical form says exactly what was typed, or there is an error that says what to type.

use std::fmt;

use super::{AddressError, TargetHost};

/// Long enough for every name of 253 characters with scheme and port; longer input is not an address.
const MAX_ADDRESS_CHARS: usize = 300;

/// How a web target is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    #[must_use]
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A parsed asset address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TargetAddress {
    /// A whole site: scheme, host and port.
    Web {
        scheme: Scheme,
        host: TargetHost,
        port: u16,
    },
    /// A machine; with a port, only that one.
    Host { host: TargetHost, port: Option<u16> },
}

impl TargetAddress {
    /// Reads `http(s)://host[:port]`, with at most a `/` behind it.
    pub fn parse_web(typed: &str) -> Result<Self, AddressError> {
        refuse_unprintable(typed)?;
        let (scheme, rest) = split_scheme(typed).ok_or(AddressError::NotWeb)?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (host, port) = parse_authority(authority)?;
        if matches!(path, "" | "/") {
            Ok(Self::Web {
                scheme,
                host,
                port: port.unwrap_or(scheme.default_port()),
            })
        } else {
            Err(AddressError::HasPath)
        }
    }

    /// Reads `host`, `host:port`, an IPv6 address, or `[IPv6]:port`.
    pub fn parse_host(typed: &str) -> Result<Self, AddressError> {
        refuse_unprintable(typed)?;
        if typed.contains("://") {
            return Err(AddressError::NotHost);
        }
        let (host, port) = parse_authority(typed)?;
        Ok(Self::Host { host, port })
    }

    #[must_use]
    pub fn host(&self) -> &TargetHost {
        match self {
            Self::Web { host, .. } | Self::Host { host, .. } => host,
        }
    }

    /// The port that was named or follows from the scheme.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match self {
            Self::Web { port, .. } => Some(*port),
            Self::Host { port, .. } => *port,
        }
    }

    /// Where the proof of ownership is served: the site itself, or plain HTTP on the host's port.
    #[must_use]
    pub fn proof_origin(&self) -> (Scheme, u16) {
        match self {
            Self::Web { scheme, port, .. } => (*scheme, *port),
            Self::Host { port, .. } => (Scheme::Http, port.unwrap_or(Scheme::Http.default_port())),
        }
    }
}

/// The canonical form, which is stored and compared; a scheme's default port is left out.
impl fmt::Display for TargetAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web { scheme, host, port } => {
                write!(out, "{}://{}", scheme.name(), host.authority())?;
                if *port == scheme.default_port() {
                    Ok(())
                } else {
                    write!(out, ":{port}")
                }
            }
            Self::Host {
                host,
                port: Some(port),
            } => write!(out, "{}:{port}", host.authority()),
            Self::Host { host, port: None } => write!(out, "{host}"),
        }
    }
}

fn refuse_unprintable(typed: &str) -> Result<(), AddressError> {
    if typed
        .chars()
        .any(|symbol| symbol.is_whitespace() || symbol.is_control() || is_invisible(symbol))
    {
        return Err(AddressError::Unprintable);
    }
    if typed.chars().count() > MAX_ADDRESS_CHARS {
        return Err(AddressError::TooLong(MAX_ADDRESS_CHARS));
    }
    match typed.chars().next() {
        None => Err(AddressError::Empty),
        Some('-') => Err(AddressError::LeadingDash),
        Some(_) => Ok(()),
    }
}

/// Zero-width and direction-changing characters: they make an address look like another.
fn is_invisible(symbol: char) -> bool {
    matches!(symbol, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn split_scheme(typed: &str) -> Option<(Scheme, &str)> {
    let (scheme, rest) = typed.split_once("://")?;
    match scheme.to_ascii_lowercase().as_str() {
        "http" => Some((Scheme::Http, rest)),
        "https" => Some((Scheme::Https, rest)),
        _ => None,
    }
}

fn parse_authority(authority: &str) -> Result<(TargetHost, Option<u16>), AddressError> {
    if authority.contains('@') {
        return Err(AddressError::Userinfo);
    }
    if authority.starts_with('-') {
        return Err(AddressError::LeadingDash);
    }
    let (host, port) = split_port(authority);
    let port = port.map(parse_port).transpose()?;
    Ok((TargetHost::parse(host)?, port))
}

/// More than one colon outside brackets is an IPv6 address without a port.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn parse_port(text: &str) -> Result<u16, AddressError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse()
        .ok()
        .filter(|_| plain)
        .ok_or(AddressError::Port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(typed: &str) -> Result<String, AddressError> {
        TargetAddress::parse_web(typed).map(|address| address.to_string())
    }

    fn host(typed: &str) -> Result<String, AddressError> {
        TargetAddress::parse_host(typed).map(|address| address.to_string())
    }

    #[test]
    fn plain_addresses_are_accepted_and_canonical() {
        for (typed, canonical) in [
            ("https://shop.example", "https://shop.example"),
            ("HTTPS://Shop.Example/", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"),
            ("http://shop.example:443/", "http://shop.example:443"),
            ("http://198.51.100.7:8080", "http://198.51.100.7:8080"),
            ("http://[2001:db8::7]:8080", "http://[2001:db8::7]:8080"),
            (
                "https://xn--bcher-kva.example",
                "https://xn--bcher-kva.example",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
        ] {
            assert_eq!(web(typed), Ok(canonical.to_owned()), "{typed}");
        }
        for (typed, canonical) in [
            ("shop.example", "shop.example"),
            ("shop.example:22", "shop.example:22"),
            ("198.51.100.7", "198.51.100.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:DB8::7]:22", "[2001:db8::7]:22"),
        ] {
            assert_eq!(host(typed), Ok(canonical.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_is_hidden_in_an_address_is_refused() {
        for typed in [
            "http://shop.example@127.0.0.1",
            "http://user:secret@shop.example",
            "http://@shop.example",
        ] {
            assert_eq!(web(typed), Err(AddressError::Userinfo), "{typed}");
        }
        for typed in [
            " shop.example",
            "shop.example\n",
            "shop.\texample",
            "shop.example\0",
            "shop\u{200b}.example",
            "shop\u{a0}.example",
            "shop\u{202e}.example",
        ] {
            assert_eq!(host(typed), Err(AddressError::Unprintable), "{typed:?}");
        }
        for typed in ["-oProxyCommand=x", "-shop.example"] {
            assert_eq!(host(typed), Err(AddressError::LeadingDash), "{typed}");
        }
        assert_eq!(web("http://-shop.example"), Err(AddressError::LeadingDash));
        assert_eq!(host("%31%32%37.0.0.1"), Err(AddressError::Encoded('%')));
        assert_eq!(host("fe80::1%eth0"), Err(AddressError::Encoded('%')));
        assert_eq!(
            web("http://shop.example\\.evil.example"),
            Err(AddressError::HasPath)
        );
    }

    #[test]
    fn every_odd_host_is_refused_in_both_kinds_of_address() {
        for odd in [
            "127.1",
            "2130706433",
            "[::ffff:127.0.0.1]",
            "shop.example.",
            "*.shop.example",
        ] {
            assert!(host(odd).is_err(), "{odd}");
            assert!(web(&format!("http://{odd}/")).is_err(), "{odd}");
        }
        assert_eq!(host(&"a".repeat(301)), Err(AddressError::TooLong(300)));
        assert_eq!(host(""), Err(AddressError::Empty));
        assert_eq!(host(":80"), Err(AddressError::Empty));
    }

    #[test]
    fn ports_are_plain_numbers_within_range() {
        for port in [
            "0",
            "65536",
            "99999999999999999999",
            "+80",
            "080",
            "8 0",
            "-1",
            "http",
            "",
        ] {
            assert!(host(&format!("shop.example:{port}")).is_err(), "{port}");
            assert!(
                web(&format!("http://shop.example:{port}/")).is_err(),
                "{port}"
            );
        }
        assert_eq!(
            host("shop.example:65535"),
            Ok("shop.example:65535".to_owned())
        );
        assert_eq!(host("shop.example:80:80"), Err(AddressError::BadAddress));
    }

    #[test]
    fn only_web_origins_are_web_addresses_and_only_hosts_are_hosts() {
        for typed in [
            "shop.example",
            "ftp://shop.example",
            "http:shop.example",
            "http:/shop.example",
            "//shop.example",
            "javascript://shop.example",
        ] {
            assert_eq!(web(typed), Err(AddressError::NotWeb), "{typed}");
        }
        assert_eq!(web("http:///shop.example"), Err(AddressError::Empty));
        for typed in [
            "https://shop.example/app",
            "https://shop.example/?a=1",
            "https://shop.example#x",
            "https://shop.example//",
        ] {
            assert_eq!(web(typed), Err(AddressError::HasPath), "{typed}");
        }
        assert_eq!(host("https://shop.example"), Err(AddressError::NotHost));
    }

    #[test]
    fn what_was_accepted_reads_the_same_again() {
        for typed in [
            "https://shop.example:8443",
            "http://[2001:db8::7]",
            "http://198.51.100.7:81",
        ] {
            let address = TargetAddress::parse_web(typed).unwrap();
            assert_eq!(TargetAddress::parse_web(&address.to_string()), Ok(address));
        }
    }
}

//! The client's address, decided here and nowhere else.
//!
//! Only what a trusted proxy says is believed: of the chain it forwards, the rightmost address that is not itself a
//! trusted proxy. Everything left of it can be forged. Two headers that disagree are both ignored.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR};

use xorb_domain::net::Cidr;

/// Proxies that are believed; none by default.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<Cidr>);

impl TrustedProxies {
    /// Whether the peer is one of them.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.contains(peer))
    }

    /// The client's address, given the peer of the connection and what the request says.
    #[must_use]
    pub fn client_address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        let by_x = self.walk(peer, &hops(headers, &X_FORWARDED_FOR, Some));
        let by_rfc = self.walk(peer, &hops(headers, &FORWARDED, for_parameter));
        match (by_x, by_rfc) {
            (Some(one), Some(other)) if one != other => peer,
            (one, other) => one.or(other).unwrap_or(peer),
        }
    }

    /// From right to left over trusted proxies to the first that is not one, or that can't be read.
    fn walk(&self, peer: IpAddr, hops: &[Option<IpAddr>]) -> Option<IpAddr> {
        if hops.is_empty() {
            return None;
        }
        let mut last = peer;
        for hop in hops.iter().rev() {
            let Some(address) = hop else {
                return Some(last);
            };
            last = *address;
            if !self.trusts(last) {
                break;
            }
        }
        Some(last)
    }
}

fn hops<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
    value_of: fn(&'h str) -> Option<&'h str>,
) -> Vec<Option<IpAddr>> {
    headers
        .get_all(name)
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .map(|hop| value_of(hop.trim()).and_then(address_of))
        .collect()
}

/// The `for` parameter of one element of a `Forwarded` header.
fn for_parameter(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        name.eq_ignore_ascii_case("for")
            .then(|| value.trim_matches('"'))
    })
}

/// An address with or without a port; IPv6 with a port is in brackets.
fn address_of(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let address = bare
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn decided(trusted: &[&str], peer: &str, headers: &[(HeaderName, &str)]) -> String {
        let proxies = TrustedProxies(trusted.iter().map(|block| block.parse().unwrap()).collect());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.clone(), HeaderValue::from_str(value).unwrap());
        }
        proxies
            .client_address(peer.parse().unwrap(), &map)
            .to_string()
    }

    #[test]
    fn without_trusted_proxies_forwarded_headers_are_ignored() {
        let forged = [(X_FORWARDED_FOR, "1.1.1.1"), (FORWARDED, "for=1.1.1.1")];
        assert_eq!(decided(&[], "127.0.0.1", &forged), "127.0.0.1");
        assert_eq!(
            decided(&["10.0.0.0/8"], "203.0.113.7", &forged),
            "203.0.113.7"
        );
    }

    #[test]
    fn the_rightmost_address_that_is_not_a_proxy_is_the_client() {
        let chain = [(X_FORWARDED_FOR, "6.6.6.6, 203.0.113.7, 10.0.0.2")];
        assert_eq!(decided(&["10.0.0.0/8"], "10.0.0.1", &chain), "203.0.113.7");
        let lines = [
            (X_FORWARDED_FOR, "6.6.6.6"),
            (X_FORWARDED_FOR, "203.0.113.7"),
        ];
        assert_eq!(decided(&["10.0.0.0/8"], "10.0.0.1", &lines), "203.0.113.7");
    }

    #[test]
    fn if_all_are_proxies_the_leftmost_is_taken_and_without_a_chain_the_peer() {
        assert_eq!(
            decided(
                &["10.0.0.0/8"],
                "10.0.0.1",
                &[(X_FORWARDED_FOR, "10.0.0.9, 10.0.0.2")]
            ),
            "10.0.0.9"
        );
        assert_eq!(decided(&["10.0.0.0/8"], "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_cannot_be_read_stops_the_walk() {
        assert_eq!(
            decided(
                &["10.0.0.0/8"],
                "10.0.0.1",
                &[(X_FORWARDED_FOR, "1.1.1.1, unknown, 10.0.0.2")]
            ),
            "10.0.0.2"
        );
        assert_eq!(
            decided(&["10.0.0.0/8"], "10.0.0.1", &[(X_FORWARDED_FOR, "")]),
            "10.0.0.1"
        );
    }

    #[test]
    fn the_standard_header_is_understood_with_ports_and_brackets() {
        let header = [(
            FORWARDED,
            r#"proto=https;For="[2001:db8::7]:4711";by=10.0.0.1"#,
        )];
        assert_eq!(decided(&["10.0.0.0/8"], "10.0.0.1", &header), "2001:db8::7");
        assert_eq!(
            decided(
                &["10.0.0.0/8"],
                "10.0.0.1",
                &[(X_FORWARDED_FOR, "203.0.113.7:99")]
            ),
            "203.0.113.7"
        );
    }

    #[test]
    fn two_headers_that_disagree_are_both_ignored() {
        let headers = [(X_FORWARDED_FOR, "203.0.113.7"), (FORWARDED, "for=6.6.6.6")];
        assert_eq!(decided(&["10.0.0.0/8"], "10.0.0.1", &headers), "10.0.0.1");
    }
}

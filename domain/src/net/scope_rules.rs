//! What one asset's proof of ownership permits: rules that allow or deny hosts and ports. A denial wins over every
//! permission, a name matches at its dots only, and nothing allowed means everything denied.

use std::{net::IpAddr, ops::RangeInclusive};

use super::{Cidr, DnsName, TargetAddress, TargetHost, unwrap_embedded};

/// Only root may listen below this port: whoever serves the proof there controls the machine, above it perhaps one account.
const FIRST_UNPRIVILEGED_PORT: u16 = 1024;

/// What a rule does with what it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleEffect {
    Allow,
    Deny,
}

/// Which hosts a rule matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPattern {
    /// This name or this address.
    Exact(TargetHost),
    /// This name and every name under it: `shop.example` and `www.shop.example`, not `myshop.example`.
    Suffix(DnsName),
    /// Every address of the network, and every name that resolved into it.
    Network(Cidr),
}

/// A contiguous range of ports.
pub type PortRange = RangeInclusive<u16>;

/// One rule; without ports it holds for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRule {
    pub effect: RuleEffect,
    pub hosts: HostPattern,
    pub ports: Vec<PortRange>,
}

impl ScopeRule {
    #[must_use]
    pub fn allow(hosts: HostPattern) -> Self {
        Self {
            effect: RuleEffect::Allow,
            hosts,
            ports: Vec::new(),
        }
    }

    #[must_use]
    pub fn deny(hosts: HostPattern) -> Self {
        Self {
            effect: RuleEffect::Deny,
            hosts,
            ports: Vec::new(),
        }
    }

    #[must_use]
    pub fn on_port(mut self, port: u16) -> Self {
        self.ports.push(port..=port);
        self
    }

    fn matches(&self, host: &TargetHost, address: IpAddr, port: u16) -> bool {
        self.names_port(port) && self.hosts.matches(host, address)
    }

    fn names_port(&self, port: u16) -> bool {
        self.ports.is_empty() || self.ports.iter().any(|range| range.contains(&port))
    }
}

impl HostPattern {
    /// Before a name is resolved: whether some address could make it match.
    fn could_match(&self, host: &TargetHost) -> bool {
        match (self, host) {
            (Self::Network(_) | Self::Exact(TargetHost::Address(_)), TargetHost::Name(_)) => true,
            (_, TargetHost::Address(address)) => self.matches(host, *address),
            (Self::Exact(own), TargetHost::Name(_)) => own == host,
            (Self::Suffix(suffix), TargetHost::Name(name)) => {
                is_at_or_under(name.as_str(), suffix.as_str())
            }
        }
    }

    fn matches(&self, host: &TargetHost, address: IpAddr) -> bool {
        match (self, host) {
            // An address is matched however one got there, so that a denied address can't be reached by another name.
            (Self::Exact(TargetHost::Address(own)), _) => {
                unwrap_embedded(*own) == unwrap_embedded(address)
            }
            (Self::Exact(own), _) => own == host,
            (Self::Suffix(suffix), TargetHost::Name(name)) => {
                is_at_or_under(name.as_str(), suffix.as_str())
            }
            (Self::Suffix(_), TargetHost::Address(_)) => false,
            (Self::Network(network), _) => network.contains(unwrap_embedded(address)),
        }
    }
}

fn is_at_or_under(name: &str, suffix: &str) -> bool {
    name.strip_suffix(suffix)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Why a target is out of scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScopeDenial {
    #[error(
        "{host}:{port} is outside the scope of this asset; if it is yours, add it as an asset of its own"
    )]
    NotAllowed { host: String, port: u16 },
    #[error("{host}:{port} is excluded by a scope rule")]
    Excluded { host: String, port: u16 },
}

/// The rules of one scan. The default allows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeRules(Vec<ScopeRule>);

impl ScopeRules {
    #[must_use]
    pub fn new(rules: Vec<ScopeRule>) -> Self {
        Self(rules)
    }

    /// What a proof over HTTP shows to be one's own: the exact host; all its ports if the proof is served on a privileged one,
    /// else that port alone (on a shared machine anyone may serve a file on port 8080).
    #[must_use]
    pub fn proven_over_http(target: &TargetAddress) -> Self {
        let (_, port) = target.proof_origin();
        let rule = ScopeRule::allow(HostPattern::Exact(target.host().clone()));
        let names_one_port = matches!(target, TargetAddress::Host { port: Some(_), .. });
        let whole_host = port < FIRST_UNPRIVILEGED_PORT && !names_one_port;
        Self(vec![if whole_host { rule } else { rule.on_port(port) }])
    }

    /// Adds a rule, for instance a tenant's exclusion.
    #[must_use]
    pub fn with(mut self, rule: ScopeRule) -> Self {
        self.0.push(rule);
        self
    }

    /// Whether any answer for this host could be permitted; if not, its name need not even be resolved.
    pub fn could_permit(&self, host: &TargetHost, port: u16) -> Result<(), ScopeDenial> {
        let could = self.0.iter().any(|rule| {
            rule.effect == RuleEffect::Allow
                && rule.names_port(port)
                && rule.hosts.could_match(host)
        });
        if could {
            Ok(())
        } else {
            Err(ScopeDenial::NotAllowed {
                host: host.authority(),
                port,
            })
        }
    }

    /// Judges a connection to `address`, which `host` is or resolved to.
    pub fn permit(&self, host: &TargetHost, address: IpAddr, port: u16) -> Result<(), ScopeDenial> {
        let mut allowed = false;
        for rule in self
            .0
            .iter()
            .filter(|rule| rule.matches(host, address, port))
        {
            match rule.effect {
                RuleEffect::Deny => {
                    return Err(ScopeDenial::Excluded {
                        host: host.authority(),
                        port,
                    });
                }
                RuleEffect::Allow => allowed = true,
            }
        }
        if allowed {
            Ok(())
        } else {
            Err(ScopeDenial::NotAllowed {
                host: host.authority(),
                port,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(93, 184, 215, 14));

    fn host(text: &str) -> TargetHost {
        TargetHost::parse(text).unwrap()
    }

    fn suffix(text: &str) -> HostPattern {
        match host(text) {
            TargetHost::Name(name) => HostPattern::Suffix(name),
            TargetHost::Address(_) => panic!("a name"),
        }
    }

    #[test]
    fn nothing_allowed_means_everything_denied() {
        let denial = ScopeRules::default().permit(&host("shop.example"), PUBLIC, 80);
        assert_eq!(
            denial,
            Err(ScopeDenial::NotAllowed {
                host: "shop.example".to_owned(),
                port: 80
            })
        );
        let only_denials = ScopeRules::new(vec![ScopeRule::deny(suffix("evil.example"))]);
        assert!(
            only_denials
                .permit(&host("shop.example"), PUBLIC, 80)
                .is_err()
        );
    }

    #[test]
    fn a_suffix_matches_at_the_dot_only() {
        let rules = ScopeRules::new(vec![ScopeRule::allow(suffix("shop.example"))]);
        for inside in ["shop.example", "www.shop.example", "a.b.shop.example"] {
            assert!(rules.permit(&host(inside), PUBLIC, 80).is_ok(), "{inside}");
        }
        for outside in [
            "myshop.example",
            "shop.example.evil.example",
            "example",
            "93.184.215.14",
        ] {
            assert!(
                rules.permit(&host(outside), PUBLIC, 80).is_err(),
                "{outside}"
            );
        }
    }

    #[test]
    fn a_denial_wins_whatever_the_order() {
        let allow = ScopeRule::allow(suffix("shop.example"));
        let deny = ScopeRule::deny(HostPattern::Exact(host("admin.shop.example")));
        for rules in [vec![allow.clone(), deny.clone()], vec![deny, allow]] {
            let rules = ScopeRules::new(rules);
            assert!(matches!(
                rules.permit(&host("admin.shop.example"), PUBLIC, 80),
                Err(ScopeDenial::Excluded { .. })
            ));
            assert!(rules.permit(&host("www.shop.example"), PUBLIC, 80).is_ok());
        }
    }

    #[test]
    fn a_denied_address_is_denied_by_every_name_and_wrapping() {
        let rules = ScopeRules::new(vec![
            ScopeRule::allow(suffix("shop.example")),
            ScopeRule::deny(HostPattern::Network("93.184.215.0/24".parse().unwrap())),
        ]);
        assert!(rules.permit(&host("www.shop.example"), PUBLIC, 80).is_err());
        assert!(
            rules
                .permit(
                    &host("www.shop.example"),
                    "::ffff:93.184.215.14".parse().unwrap(),
                    80
                )
                .is_err()
        );
        assert!(
            rules
                .permit(
                    &host("www.shop.example"),
                    "93.184.216.14".parse().unwrap(),
                    80
                )
                .is_ok()
        );
    }

    #[test]
    fn a_proof_on_a_privileged_port_covers_the_host_and_on_another_that_port_alone() {
        let whole = ScopeRules::proven_over_http(
            &TargetAddress::parse_web("https://shop.example").unwrap(),
        );
        assert!(whole.permit(&host("shop.example"), PUBLIC, 5432).is_ok());
        assert!(
            whole
                .permit(&host("www.shop.example"), PUBLIC, 443)
                .is_err()
        );
        let machine =
            ScopeRules::proven_over_http(&TargetAddress::parse_host("shop.example").unwrap());
        assert!(machine.permit(&host("shop.example"), PUBLIC, 22).is_ok());
        for one_port in [
            ScopeRules::proven_over_http(
                &TargetAddress::parse_web("http://shop.example:8080").unwrap(),
            ),
            ScopeRules::proven_over_http(&TargetAddress::parse_host("shop.example:8080").unwrap()),
        ] {
            assert!(one_port.permit(&host("shop.example"), PUBLIC, 8080).is_ok());
            assert!(one_port.permit(&host("shop.example"), PUBLIC, 22).is_err());
        }
    }
}

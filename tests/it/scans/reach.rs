//! Ways to targets on loopback, as tests need them.

use std::{net::IpAddr, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;
use xorb_domain::net::{
    AddressPolicy, HostPattern, Network, NetworkLimits, OwnEndpoints, PinnedTarget, Resolver,
    ScopeRule, ScopeRules, ScopedConnector, ScriptedResolver, StopSignal, TargetAddress,
    TargetHost, TargetRate, http::HttpLimits,
};

pub const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// Deadlines that a loopback never needs and a test can wait for.
pub fn short_limits() -> NetworkLimits {
    NetworkLimits {
        rate: TargetRate {
            per_second: 10_000,
            burst: 10_000,
        },
        connect_deadline: Duration::from_millis(500),
        http: HttpLimits {
            head_bytes: 16 * 1024,
            body_bytes: 64 * 1024,
            deadline: Duration::from_secs(1),
        },
        ..NetworkLimits::default()
    }
}

/// A network that may reach loopback.
pub fn network() -> Arc<Network> {
    network_with(ScriptedResolver::default())
}

pub fn network_with(resolver: impl Resolver + 'static) -> Arc<Network> {
    let policy = AddressPolicy::new(true, OwnEndpoints::default());
    Network::new(policy, Arc::new(resolver), short_limits(), &[]).unwrap()
}

pub fn host(text: &str) -> TargetHost {
    TargetHost::parse(text).unwrap()
}

pub fn allow(text: &str) -> ScopeRules {
    ScopeRules::new(vec![ScopeRule::allow(HostPattern::Exact(host(text)))])
}

pub fn unstoppable() -> StopSignal {
    StopSignal::by_token(CancellationToken::new())
}

/// A connector for exactly this target, as a scan gets it.
pub fn connector_for(network: &Arc<Network>, target: &TargetAddress) -> ScopedConnector {
    network.connector(ScopeRules::proven_over_http(target), unstoppable())
}

/// The target of a web server.
pub fn web(url: &str) -> TargetAddress {
    TargetAddress::parse_web(url).unwrap()
}

pub async fn pinned(connector: &ScopedConnector, target: &TargetAddress) -> PinnedTarget {
    let (_, port) = target.proof_origin();
    connector.pin(target.host(), port).await.unwrap()
}

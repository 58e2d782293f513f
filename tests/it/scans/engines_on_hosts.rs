//! The engines on whole hosts: which ports they look at, and which they must leave alone.

use std::{collections::HashSet, sync::Arc};

use xorb_domain::net::{
    AddressPolicy, Network, OwnEndpoints, ScopeRules, ScriptedResolver, TargetAddress,
};
use xorb_domain::scans::Engine;
use xorb_entities::scans::CoverageOutcome;

use super::reach::{connector_for, network, short_limits, unstoppable};
use crate::fixtures::{Reply, WebServer, weak};

use super::engine_runs::*;

#[tokio::test]
async fn an_open_port_is_found_on_a_host_and_the_scope_is_its_one_port() {
    let server = WebServer::start(|_| Reply::Raw(b"220 ready\r\n".to_vec())).await;
    let target = TargetAddress::parse_host(&server.address.to_string()).unwrap();
    let report = run(
        Engine::TcpConnect,
        &connector_for(&network(), &target),
        &target,
    )
    .await;
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].check.id, "tcp.open_port");
    assert_eq!(report.coverage.len(), 1);
    assert_eq!(report.blocked_connects, 0);
}

/// A host of the loopback network that no other test uses, proven as a whole.
fn machine(address: &str) -> (TargetAddress, ScopeRules) {
    let target = TargetAddress::parse_host(address).unwrap();
    let rules = ScopeRules::proven_over_http(&target);
    (target, rules)
}

#[tokio::test]
async fn a_whole_host_is_looked_at_on_the_usual_ports_and_its_web_server_is_found() {
    let _store = WebServer::start_at("127.0.77.1:6379", |_| Reply::Silence).await;
    let _site = WebServer::start_at("127.0.77.1:8080", weak).await;
    let (target, rules) = machine("127.0.77.1");
    let connector = network().connector(rules, unstoppable());
    let ports = run(Engine::TcpConnect, &connector, &target).await;
    let expected = ["tcp.data_store_exposed /", "tcp.open_port /"];
    assert_eq!(
        found(std::slice::from_ref(&ports)),
        expected.map(str::to_owned).into()
    );
    assert!(ports.coverage.len() > 90 && ports.is_complete());
    let headers = run(Engine::HttpHeaders, &connector, &target).await;
    assert!(headers.is_complete() && !headers.has_nothing_to_test);
    let locations: HashSet<String> = headers
        .findings
        .iter()
        .map(|finding| finding.location.to_string())
        .collect();
    assert_eq!(locations, ["http://127.0.77.1:8080/".to_owned()].into());
    assert_eq!(headers.findings.len(), 5);
}

#[tokio::test]
async fn a_host_without_a_web_server_has_nothing_to_test_for_one() {
    let ssh = |_: &str| Reply::Raw(b"SSH-2.0-x\r\n".to_vec());
    let _other = WebServer::start_at("127.0.77.2:8080", ssh).await;
    let (target, rules) = machine("127.0.77.2");
    let connector = network().connector(rules, unstoppable());
    for engine in [
        Engine::HttpHeaders,
        Engine::HttpCookies,
        Engine::ExposedFiles,
    ] {
        let report = run(engine, &connector, &target).await;
        assert!(
            report.has_nothing_to_test && report.error.is_none(),
            "{engine:?}"
        );
        assert!(report.coverage.is_empty());
    }
}

#[tokio::test]
async fn the_platforms_own_port_on_the_same_machine_is_blocked_and_not_tested() {
    let own = OwnEndpoints::new(vec!["0.0.0.0:5432".parse().unwrap()]);
    let policy = AddressPolicy::new(true, own);
    let resolver = Arc::new(ScriptedResolver::default());
    let network = Network::new(policy, resolver, short_limits(), &[]).unwrap();
    let (target, rules) = machine("127.0.77.3");
    let connector = network.connector(rules, unstoppable());
    let report = run(Engine::TcpConnect, &connector, &target).await;
    let untested: Vec<String> = report
        .coverage
        .iter()
        .filter(|coverage| coverage.outcome == CoverageOutcome::NotTested)
        .map(|coverage| coverage.location.to_string())
        .collect();
    assert_eq!(untested, ["tcp://127.0.77.3:5432"]);
    assert_eq!((report.blocked_connects, report.is_complete()), (1, false));
}

#[tokio::test]
async fn a_port_that_stays_silent_is_asked_twice_and_inconclusive() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    // With its queue full, the kernel drops what would connect: a firewall in small.
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let connect = |_| std::net::TcpStream::connect(address).unwrap();
    let _filling: Vec<_> = (0..2).map(connect).collect();
    let target = TargetAddress::parse_host(&address.to_string()).unwrap();
    let connector = connector_for(&network(), &target);
    let report = run(Engine::TcpConnect, &connector, &target).await;
    assert_eq!(outcomes(&report), [CoverageOutcome::Inconclusive].into());
    assert_eq!(report.error.as_ref().unwrap().code, "target_unresponsive");
    assert_eq!(connector.traffic().connects, 2);
}

//! No connection leaves scope, policy or rate, and every one can be stopped. Listeners count who came.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;
use xorb_domain::net::{
    AddressPolicy, ConnectError, Denial, HostPattern, Network, NetworkLimits, OwnEndpoints,
    ScopeRule, ScopeRules, ScriptedResolver, StopSignal, Stopped, TargetRate,
};

use super::reach::{LOOPBACK, allow, host, network, network_with, short_limits, unstoppable};
use crate::fixtures::{Canary, Reply, WebServer};

#[tokio::test]
async fn a_permitted_target_is_reached_and_counted() {
    let server = WebServer::start(|_| Reply::text("hello")).await;
    let connector = network().connector(allow("127.0.0.1"), unstoppable());
    let target = connector
        .pin(&host("127.0.0.1"), server.port())
        .await
        .unwrap();
    let mut stream = connector.connect(&target).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let traffic = connector.traffic();
    assert!(answer.ends_with(b"hello"));
    assert_eq!(traffic.bytes_received, u64::try_from(answer.len()).unwrap());
    assert_eq!(
        (
            traffic.bytes_sent,
            traffic.connects,
            traffic.blocked_connects
        ),
        (18, 1, 0)
    );
}

#[tokio::test]
async fn a_private_target_is_denied_without_the_operators_word_and_no_packet_leaves() {
    let canary = Canary::start().await;
    let policy = AddressPolicy::new(false, OwnEndpoints::default());
    let resolver = Arc::new(ScriptedResolver::default().answer("inner.example", &[LOOPBACK]));
    let network = Network::new(policy, resolver, short_limits(), &[]).unwrap();
    for name in ["127.0.0.1", "inner.example"] {
        let connector = network.connector(allow(name), unstoppable());
        let error = connector
            .pin(&host(name), canary.address.port())
            .await
            .unwrap_err();
        assert!(
            matches!(error, ConnectError::Denied(Denial::NeedsOperator(_))),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains("XORB__SCAN__ALLOW_PRIVATE_TARGETS")
        );
        assert_eq!(connector.traffic().blocked_connects, 1);
    }
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn the_platforms_own_endpoint_is_denied_even_with_the_operators_word() {
    let canary = Canary::start().await;
    let own = OwnEndpoints::new(vec![([0, 0, 0, 0], canary.address.port()).into()]);
    let policy = AddressPolicy::new(true, own);
    let network = Network::new(
        policy,
        Arc::new(ScriptedResolver::default()),
        short_limits(),
        &[],
    )
    .unwrap();
    for address in ["127.0.0.1", "127.8.8.8", "::1"] {
        let connector = network.connector(allow(address), unstoppable());
        let error = connector
            .pin(&host(address), canary.address.port())
            .await
            .unwrap_err();
        assert_eq!(
            error,
            ConnectError::Denied(Denial::OwnEndpoint),
            "{address}"
        );
    }
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn one_answer_that_may_not_be_touched_refuses_the_whole_name() {
    let metadata = "169.254.169.254".parse().unwrap();
    for answers in [vec![LOOPBACK, metadata], vec![metadata, LOOPBACK]] {
        let network = network_with(ScriptedResolver::default().answer("shop.example", &answers));
        let connector = network.connector(allow("shop.example"), unstoppable());
        let error = connector.pin(&host("shop.example"), 80).await.unwrap_err();
        assert!(
            matches!(error, ConnectError::Denied(Denial::Never(_))),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_name_that_is_pointed_elsewhere_after_its_check_leads_nowhere_new() {
    let server = WebServer::start(|_| Reply::text("hello")).await;
    let elsewhere = "127.0.0.99".parse().unwrap();
    let resolver = ScriptedResolver::default()
        .answer("shop.example", &[LOOPBACK])
        .answer("shop.example", &[elsewhere]);
    let connector = network_with(resolver).connector(allow("shop.example"), unstoppable());
    let target = connector
        .pin(&host("shop.example"), server.port())
        .await
        .unwrap();
    for _ in 0..2 {
        connector.connect(&target).await.unwrap();
    }
    assert_eq!(target.address(), LOOPBACK);
}

#[tokio::test]
async fn a_name_out_of_scope_is_not_even_resolved() {
    let resolver = ScriptedResolver::default();
    let connector = network_with(resolver).connector(allow("shop.example"), unstoppable());
    let error = connector.pin(&host("evil.example"), 80).await.unwrap_err();
    assert!(matches!(error, ConnectError::OutOfScope(_)), "{error}");
    assert_eq!(connector.traffic().blocked_connects, 1);
    let unresolvable = connector.pin(&host("shop.example"), 80).await.unwrap_err();
    assert_eq!(
        unresolvable,
        ConnectError::Unresolvable("shop.example".to_owned())
    );
}

#[tokio::test]
async fn a_target_that_was_pinned_under_other_rules_is_judged_again() {
    let canary = Canary::start().await;
    let network = network();
    let wide = network.connector(allow("127.0.0.1"), unstoppable());
    let target = wide
        .pin(&host("127.0.0.1"), canary.address.port())
        .await
        .unwrap();
    let narrow = ScopeRules::new(vec![
        ScopeRule::allow(HostPattern::Exact(host("127.0.0.1"))).on_port(80),
    ]);
    let narrow = network.connector(narrow, unstoppable());
    assert!(matches!(
        narrow.connect(&target).await,
        Err(ConnectError::OutOfScope(_))
    ));
    assert!(matches!(
        narrow.pin_port(&target, 443),
        Err(ConnectError::OutOfScope(_))
    ));
    assert_eq!(
        (canary.connections(), narrow.traffic().blocked_connects),
        (0, 2)
    );
}

#[tokio::test]
async fn nothing_leaves_after_a_cancellation_or_a_kill() {
    let canary = Canary::start().await;
    let cancel = CancellationToken::new();
    let killed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&killed);
    let network = network();
    let cancelled = network.connector(allow("127.0.0.1"), StopSignal::by_token(cancel.clone()));
    let stop = StopSignal::new(CancellationToken::new(), move || {
        seen.load(Ordering::SeqCst)
    });
    let doomed = network.connector(allow("127.0.0.1"), stop);
    let target = cancelled
        .pin(&host("127.0.0.1"), canary.address.port())
        .await
        .unwrap();
    cancel.cancel();
    killed.store(true, Ordering::SeqCst);
    let error = cancelled.connect(&target).await.unwrap_err();
    assert_eq!(error, ConnectError::Stopped(Stopped::Cancelled));
    let error = doomed.connect(&target).await.unwrap_err();
    assert_eq!(error, ConnectError::Stopped(Stopped::Killed));
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn connectors_of_one_process_share_the_rate_of_a_target() {
    let canary = Canary::start().await;
    let rate = TargetRate {
        per_second: 20,
        burst: 2,
    };
    let limits = NetworkLimits {
        rate,
        ..short_limits()
    };
    let policy = AddressPolicy::new(true, OwnEndpoints::default());
    let network = Network::new(policy, Arc::new(ScriptedResolver::default()), limits, &[]).unwrap();
    let began = Instant::now();
    for _ in 0..3 {
        let connector = network.connector(allow("127.0.0.1"), unstoppable());
        let target = connector
            .pin(&host("127.0.0.1"), canary.address.port())
            .await
            .unwrap();
        connector.connect(&target).await.unwrap();
        connector.connect(&target).await.unwrap();
    }
    // Two at once, then four at twenty a second.
    assert!(
        began.elapsed() >= Duration::from_millis(190),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn a_closed_port_refuses_and_a_silent_address_times_out() {
    let connector = network().connector(allow("127.0.0.1"), unstoppable());
    let closed = {
        let canary = Canary::start().await;
        canary.address.port()
    };
    // The listener of the canary ends with its task.
    tokio::task::yield_now().await;
    let target = connector.pin(&host("127.0.0.1"), closed).await.unwrap();
    assert_eq!(
        connector.connect(&target).await.unwrap_err(),
        ConnectError::Refused
    );
}

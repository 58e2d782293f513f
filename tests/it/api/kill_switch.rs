//! A company stops its own scans, while another's go on.

use super::proven_site::proven_site;
use crate::contract::operation;
use crate::fixtures::{Reply, WebServer, weak, weak_web_server};
use crate::harness::{Client, Mode, TestApp};
use crate::jobs::scanned::asked_for;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(60);

const STOP: &str = "mutation { stopTenantScans { tenant { scansStoppedAt } userErrors { code } } }";
const RELEASE: &str =
    "mutation { releaseTenantScans { tenant { scansStoppedAt } userErrors { code } } }";

/// A proven site that keeps a scan waiting until the gate opens; the asset's id.
async fn held_site(client: &Client, server: &WebServer, gate: &watch::Receiver<bool>) -> String {
    let asset_id = proven_site(client, server).await;
    let gate = gate.clone();
    server.become_like(move |path| Reply::Held(gate.clone(), Box::new(weak(path))));
    asset_id
}

async fn start_scan(client: &Client, asset_id: &str) -> String {
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    let started = client
        .graphql(&operation("StartScan"), json!({ "input": input }))
        .await;
    started.text("/startScan/scan/id")
}

async fn state(client: &Client, scan_id: &str) -> String {
    let scan = client
        .graphql(&operation("Scan"), json!({ "id": scan_id }))
        .await;
    scan.text("/scan/state")
}

async fn until(client: &Client, scan_id: &str, wanted: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = state(client, scan_id).await;
        if state == wanted {
            return;
        }
        assert!(Instant::now() < deadline, "{state}, and never {wanted}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Both sites are on this machine, of which otherwise one is scanned at a time.
async fn two_at_once(mode: Mode) -> TestApp {
    TestApp::start_with(mode, &[("XORB__SCAN__MAX_RUNNING_PER_TARGET", "2")]).await
}

#[tokio::test]
async fn a_tenant_stops_its_own_scans_within_two_seconds_and_lets_them_go_on() {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let app = two_at_once(mode).await;
        stop_and_release(&app).await;
        app.finish().await;
    }
}

async fn stop_and_release(app: &TestApp) {
    let (ours, theirs) = (app.owner().await, app.other_tenant().await);
    let (our_server, their_server) = (weak_web_server().await, weak_web_server().await);
    let (open, gate) = watch::channel(false);
    let our_asset = held_site(ours, &our_server, &gate).await;
    let their_asset = held_site(theirs, &their_server, &gate).await;
    let our_scan = start_scan(ours, &our_asset).await;
    let their_scan = start_scan(theirs, &their_asset).await;
    let stop = CancellationToken::new();
    let loops = tokio::spawn(xorb_worker::runner::run(
        Arc::clone(app.core()),
        Arc::default(),
        stop.clone(),
    ));
    asked_for(&our_server, "/").await;
    asked_for(&their_server, "/").await;

    let pulled_at = Instant::now();
    let stopped = ours.graphql(STOP, json!({})).await;
    assert!(
        stopped
            .data("/stopTenantScans/tenant/scansStoppedAt")
            .is_string()
    );
    until(ours, &our_scan, "KILLED").await;
    assert!(
        pulled_at.elapsed() < Duration::from_secs(2),
        "it took {:?}",
        pulled_at.elapsed()
    );
    let input = json!({ "input": { "assetId": our_asset, "profile": "QUICK" } });
    let refused = ours.graphql(&operation("StartScan"), input).await;
    assert_eq!(refused.user_error(), Some("SCANS_STOPPED"));
    let message = refused.text("/startScan/userErrors/0/message");
    assert!(message.contains("releaseTenantScans"), "{message}");

    assert_eq!(state(theirs, &their_scan).await, "RUNNING");
    open.send(true).unwrap();
    until(theirs, &their_scan, "COMPLETED").await;
    let released = ours.graphql(RELEASE, json!({})).await;
    assert!(
        released
            .data("/releaseTenantScans/tenant/scansStoppedAt")
            .is_null()
    );
    let next = start_scan(ours, &our_asset).await;
    until(ours, &next, "COMPLETED").await;
    assert_eq!(state(ours, &our_scan).await, "KILLED");
    stop.cancel();
    loops.await.unwrap();
}

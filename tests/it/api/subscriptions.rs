//! Subscriptions: what is now comes first, then what it becomes, then the end.

use super::{SchemaClient, proven_site, scanned_site};
use crate::both_modes;
use crate::contract::operation;
use crate::fixtures::{WebServer, weak_web_server};
use crate::harness::{Client, Mode, Tenant, TestApp};
use crate::scans::fixture::queue_scan;
use futures_util::StreamExt;
use serde_json::json;
use std::time::Duration;
use xorb_domain::identity::Role;
use xorb_entities::ids::ScanId;

/// Queues a scan of a site; its id and its job's.
async fn queued(client: &Client, server: &WebServer) -> (String, String) {
    let asset_id = proven_site(client, server).await;
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    let started = client
        .graphql(&operation("StartScan"), json!({ "input": input }))
        .await;
    (
        started.text("/startScan/scan/id"),
        started.text("/startScan/scan/job/id"),
    )
}

#[tokio::test]
async fn a_change_without_an_event_is_noticed_all_the_same() {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let soon = [("XORB__GRAPHQL__LOOK_AGAIN_SECONDS", "1")];
        let app = TestApp::start_with(mode, &soon).await;
        let tenant = Tenant::sign_up(&app, "quiet").await;
        let scan = queue_scan(&tenant, &weak_web_server().await).await;
        let client = SchemaClient::owner(&tenant);
        let id = ScanId::from(scan.id).to_string();
        let mut changes = client.follow(&operation("ScanUpdated"), json!({ "scanId": id }));
        assert_eq!(
            changes.next().await.unwrap()["data"]["scanUpdated"]["state"],
            "QUEUED"
        );
        let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
        for sql in [
            "UPDATE scans SET state = 'killed' WHERE tenant_id = $1",
            "UPDATE jobs SET state = 'cancelled' WHERE tenant_id = $1",
        ] {
            tx.execute(sql, [tx.tenant_id().into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(
            changes.next().await.unwrap()["data"]["scanUpdated"]["state"],
            "KILLED"
        );
        assert!(changes.next().await.is_none());
        app.finish().await;
    }
}

/// They look again each second here, and more of them are open than there are connections.
#[tokio::test]
async fn idle_subscriptions_hold_no_connection_to_the_database() {
    let few = [
        ("XORB__GRAPHQL__LOOK_AGAIN_SECONDS", "1"),
        ("XORB__DATABASE__MAX_CONNECTIONS", "2"),
        ("XORB__DATABASE__ACQUIRE_TIMEOUT_MS", "1000"),
    ];
    let app = TestApp::start_with(Mode::Distributed, &few).await;
    let client = app.owner().await;
    let server = weak_web_server().await;
    let (scan_id, _) = queued(client, &server).await;
    let mut idle = Vec::new();
    for _ in 0..6 {
        let variables = json!({ "scanId": scan_id });
        let mut changes = client.subscribe(&operation("ScanUpdated"), variables).await;
        changes.next().await.unwrap();
        idle.push(changes);
    }
    for _ in 0..30 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let viewer = client.graphql(&operation("Viewer"), json!({})).await;
        viewer.text("/viewer/user/id");
    }
    app.run_jobs().await;
    app.finish().await;
}

both_modes! {
    async fn a_scan_is_followed_from_the_queue_to_its_end(app: &TestApp) {
        let client = app.owner().await;
        let server = weak_web_server().await;
        let (scan_id, _) = queued(client, &server).await;
        let mut changes = client.subscribe(&operation("ScanUpdated"), json!({ "scanId": scan_id })).await;
        let first = changes.next().await.unwrap();
        assert_eq!(first["scanUpdated"]["state"], "QUEUED");
        app.run_jobs().await;
        let last = changes.next_with(|event| event["scanUpdated"]["state"] == "COMPLETED").await;
        assert_ne!(last["scanUpdated"]["findingCounts"], json!([]));
        assert!(changes.next().await.is_none(), "nothing comes after the end");
    }

    async fn a_job_is_followed_to_its_end(app: &TestApp) {
        let client = app.owner().await;
        let server = weak_web_server().await;
        let (_, job_id) = queued(client, &server).await;
        let mut changes = client.subscribe(&operation("JobUpdated"), json!({ "jobId": job_id })).await;
        assert_eq!(changes.next().await.unwrap()["jobUpdated"]["state"], "QUEUED");
        app.run_jobs().await;
        changes.next_with(|event| event["jobUpdated"]["state"] == "SUCCEEDED").await;
        assert!(changes.next().await.is_none());
    }

    async fn evidence_in_an_event_is_in_the_trail_when_the_event_leaves(app: &TestApp) {
        let client = app.owner().await;
        let (_, scan_id) = scanned_site(app, client).await;
        let document = "subscription($id: ID!) { scanUpdated(scanId: $id) { findings(first: 1) { nodes { evidence } } } }";
        let mut changes = client.subscribe(document, json!({ "id": scan_id })).await;
        changes.next().await.unwrap();
        let looks = "{ auditEvents(filter: { actions: [\"evidence.read\"] }) { totalCount } }";
        let looks = client.graphql(looks, json!({})).await;
        assert_eq!(looks.data("/auditEvents/totalCount"), &json!(1));
        assert!(changes.next().await.is_none());
    }

    async fn a_socket_is_closed_when_its_session_ends_or_loses_a_role(app: &TestApp) {
        let owner = app.owner().await;
        for (how, role) in [("LogOut", Role::SecurityAnalyst), ("UpdateUserRoles", Role::Pentester)] {
            let member = app.member(role).await;
            let server = weak_web_server().await;
            let (scan_id, _) = queued(owner, &server).await;
            let mut changes = member.subscribe(&operation("ScanUpdated"), json!({ "scanId": scan_id })).await;
            changes.next().await.unwrap();
            if how == "LogOut" {
                member.graphql(&operation(how), json!({})).await;
            } else {
                let viewer = member.graphql(&operation("Viewer"), json!({})).await;
                let input = json!({ "userId": viewer.text("/viewer/user/id"), "roles": ["VIEWER"] });
                owner.graphql(&operation(how), json!({ "input": input })).await;
            }
            assert_eq!(changes.closed().await, 4401, "{how}");
            app.run_jobs().await;
        }
    }

    async fn what_has_ended_is_shown_once(app: &TestApp) {
        let client = app.owner().await;
        let server = weak_web_server().await;
        let (scan_id, _) = queued(client, &server).await;
        app.run_jobs().await;
        let mut changes = client.subscribe(&operation("ScanUpdated"), json!({ "scanId": scan_id })).await;
        assert_eq!(changes.next().await.unwrap()["scanUpdated"]["state"], "COMPLETED");
        assert!(changes.next().await.is_none());
    }
}

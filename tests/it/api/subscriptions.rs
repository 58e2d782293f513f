//! Subscriptions: what is now comes first, then what it becomes, then the end.

use super::proven_site;
use crate::both_modes;
use crate::contract::operation;
use crate::fixtures::{WebServer, weak_web_server};
use crate::harness::Client;
use serde_json::json;

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

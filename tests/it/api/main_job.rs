//! The main job over HTTP, with the documents of the contract: a company signs up, proves what is its own, has it
//! scanned, and works on what was found.

use super::proven_site;
use crate::both_modes;
use crate::contract::operation;
use crate::fixtures::weak_web_server;
use serde_json::{Value, json};

fn all(list: &Value, is_right: impl Fn(&Value) -> bool) -> bool {
    list.as_array().unwrap().iter().all(is_right)
}

both_modes! {
    async fn a_company_has_its_site_scanned_and_judges_what_was_found(app: &TestApp) {
        let client = app.owner().await;
        let viewer = client.graphql(&operation("Viewer"), json!({})).await;
        assert_eq!(viewer.data("/viewer/user/roles"), &json!(["OWNER"]));
        assert_eq!(viewer.data("/viewer/sessions/nodes/0/current"), &json!(true));

        let server = weak_web_server().await;
        let asset_id = proven_site(client, &server).await;
        let input = json!({ "input": { "assetId": asset_id, "profile": "QUICK", "idempotencyKey": "first scan" } });
        let started = client.graphql(&operation("StartScan"), input.clone()).await;
        assert_eq!(started.text("/startScan/scan/state"), "QUEUED");
        assert_eq!(started.text("/startScan/scan/job/kind"), "RUN_SCAN");
        assert_eq!(started.data("/startScan/scan/job/queuePosition"), &json!(1));
        assert_eq!(started.data("/startScan/scan/findingCounts"), &json!([]));
        let scan_id = started.text("/startScan/scan/id");
        let again = client.graphql(&operation("StartScan"), input).await;
        assert_eq!(again.text("/startScan/scan/id"), scan_id);

        assert_eq!(app.run_jobs().await, 1);
        let scan = client.graphql(&operation("Scan"), json!({ "id": scan_id })).await;
        assert_eq!(scan.text("/scan/state"), "COMPLETED");
        assert_eq!(scan.text("/scan/job/state"), "SUCCEEDED");
        assert_eq!(scan.text("/scan/asset/id"), asset_id);
        assert!(all(scan.data("/scan/steps"), |step| step["state"] == "COMPLETED" && step["error"].is_null()));
        let found = scan.data("/scan/findings/nodes").as_array().unwrap();
        assert!(found.iter().any(|finding| finding["location"].as_str().unwrap().ends_with("/.git/HEAD")));
        let counted = scan.data("/scan/findingCounts").as_array().unwrap();
        let counted: u64 = counted.iter().map(|count| count["count"].as_u64().unwrap()).sum();
        assert_eq!(scan.data("/scan/findings/totalCount"), &json!(counted));

        let (finding_id, version) = (&found[0]["id"], &found[0]["version"]);
        let input = json!({ "findingId": finding_id, "state": "CONFIRMED", "note": "real", "expectedVersion": version });
        let judged = client.graphql(&operation("TriageFinding"), json!({ "input": input })).await;
        assert_eq!(judged.text("/triageFinding/finding/state"), "CONFIRMED");

        let dashboard = client.graphql(&operation("Dashboard"), json!({})).await;
        assert!(dashboard.data("/findingCounts").as_array().unwrap().iter().any(|count| count["state"] == "CONFIRMED"));
        assert_eq!(dashboard.text("/scans/nodes/0/asset/name"), "Shop");
        assert_eq!(dashboard.data("/dataSubjectRequestCounts"), &json!([]));
        let asset = client.graphql(&operation("Asset"), json!({ "id": asset_id })).await;
        assert_ne!(asset.data("/asset/findingCounts"), &json!([]));
    }

    async fn what_was_done_is_in_the_trail_and_the_trail_holds(app: &TestApp) {
        let client = app.owner().await;
        let asset_id = proven_site(client, &weak_web_server().await).await;
        let input = json!({ "assetId": asset_id, "name": "Front door", "expectedVersion": 1 });
        let renamed = client.graphql(&operation("UpdateAsset"), json!({ "input": input })).await;
        assert_eq!(renamed.data("/updateAsset/asset/version"), &json!(2));
        let deleted = client.graphql(&operation("DeleteAsset"), json!({ "input": { "assetId": asset_id } })).await;
        assert_eq!(deleted.text("/deleteAsset/deletedAssetId"), asset_id);

        let events = client.graphql(&operation("AuditEvents"), json!({ "first": 100 })).await;
        let events = events.data("/auditEvents/nodes").as_array().unwrap();
        let actions: Vec<&str> = events.iter().rev().map(|event| event["action"].as_str().unwrap()).collect();
        let wanted = ["tenant.signed_up", "asset.created", "asset.verified", "asset.updated", "asset.deleted"];
        let mut rest = actions.iter();
        assert!(wanted.iter().all(|action| rest.any(|found| found == action)), "{actions:?}");
        let deletion = events.iter().find(|event| event["action"] == "asset.deleted").unwrap();
        assert_eq!((&deletion["object"], &deletion["outcome"]), (&json!(asset_id), &json!("SUCCESS")));
        assert_eq!((&deletion["actor"]["displayName"], &deletion["address"]), (&json!("Owner"), &json!("127.0.0.1")));

        let trail = client.graphql(&operation("AuditTrail"), json!({})).await;
        assert_eq!(trail.data("/auditTrail/verified"), &json!(true));
        assert_eq!(trail.text("/auditTrail/headHash").len(), 64);
        let asked = client.graphql(&operation("VerifyAuditTrail"), json!({})).await;
        let job_id = asked.text("/verifyAuditTrail/job/id");
        app.run_jobs().await;
        let job = client.graphql(&operation("Job"), json!({ "id": job_id })).await;
        assert_eq!(job.text("/job/state"), "SUCCEEDED");
        let trail = client.graphql(&operation("AuditTrail"), json!({})).await;
        assert!(trail.data("/auditTrail/fullyCheckedAt").is_string());
    }

    async fn a_scan_that_waits_is_cancelled_with_its_job(app: &TestApp) {
        let client = app.owner().await;
        let asset_id = proven_site(client, &weak_web_server().await).await;
        let input = json!({ "assetId": asset_id, "profile": "QUICK" });
        let started = client.graphql(&operation("StartScan"), json!({ "input": input })).await;
        let scan_id = started.text("/startScan/scan/id");
        let cancelled = client.graphql(&operation("CancelScan"), json!({ "input": { "scanId": scan_id } })).await;
        assert_eq!(cancelled.text("/cancelScan/scan/state"), "CANCELLED");
        assert_eq!(cancelled.text("/cancelScan/scan/job/state"), "CANCELLED");
        let again = client.graphql(&operation("RetryJob"), json!({ "input": { "jobId": started.text("/startScan/scan/job/id") } })).await;
        assert_eq!(again.user_error(), Some("INVALID_STATE"));
    }

    async fn nothing_is_scanned_without_proof(app: &TestApp) {
        let client = app.owner().await;
        let server = weak_web_server().await;
        let input = json!({ "name": "Shop", "kind": "WEB", "address": server.url() });
        let created = client.graphql(&operation("CreateAsset"), json!({ "input": input })).await;
        let asset_id = created.text("/createAsset/asset/id");
        let input = json!({ "assetId": asset_id, "profile": "QUICK" });
        let refused = client.graphql(&operation("StartScan"), json!({ "input": input })).await;
        assert_eq!(refused.user_error(), Some("ASSET_NOT_VERIFIED"));
        assert!(refused.data("/startScan/scan").is_null());
        let input = json!({ "assetId": asset_id, "method": "HTTP_FILE" });
        let unproven = client.graphql(&operation("VerifyAsset"), json!({ "input": input })).await;
        assert_eq!(unproven.user_error(), Some("VERIFICATION_FAILED"));
        let asset = client.graphql(&operation("Asset"), json!({ "id": asset_id })).await;
        assert_eq!(asset.text("/asset/verification/state"), "FAILED");
    }
}

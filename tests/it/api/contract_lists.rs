//! The lists of the contract with all that can be said about them, and the operations beside the main job.

use super::scanned_site;
use crate::both_modes;
use crate::contract::operation;
use crate::harness::PASSWORD;
use chrono::TimeDelta;
use serde_json::json;
use xorb_domain::identity::Role;

both_modes! {
    async fn scans_and_findings_are_listed_filtered_and_read_one_by_one(app: &TestApp) {
        let client = app.owner().await;
        let (asset_id, scan_id) = scanned_site(app, client).await;
        let filter = json!({ "assetId": asset_id, "states": ["COMPLETED", "COMPLETED_PARTIALLY"] });
        let scans = client.graphql(&operation("Scans"), json!({ "first": 100, "filter": filter })).await;
        assert_eq!(scans.data("/scans/totalCount"), &json!(1));
        assert_eq!(scans.text("/scans/nodes/0/id"), scan_id);
        let none = client.graphql(&operation("Scans"), json!({ "filter": { "states": ["KILLED"] } })).await;
        assert_eq!(none.data("/scans/nodes"), &json!([]));

        let filter = json!({ "assetId": asset_id, "scanId": scan_id, "severities": ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"], "states": ["OPEN"] });
        let variables = json!({ "first": 100, "filter": filter, "orderBy": "SEVERITY" });
        let findings = client.graphql(&operation("Findings"), variables).await;
        let found = findings.data("/findings/nodes").as_array().unwrap();
        assert_eq!(findings.data("/findings/totalCount"), &json!(found.len()));
        assert!(found.iter().all(|finding| finding["asset"]["id"] == json!(asset_id) && finding["scan"]["id"] == json!(scan_id)));
        let one = client.graphql(&operation("Finding"), json!({ "id": found[0]["id"] })).await;
        assert_eq!(one.data("/finding/fingerprint"), &found[0]["fingerprint"]);
        assert_eq!(one.text("/finding/scan/state"), "COMPLETED");
    }

    async fn jobs_are_listed_and_one_that_waits_is_cancelled(app: &TestApp) {
        let client = app.owner().await;
        let (asset_id, _) = scanned_site(app, client).await;
        app.clock.advance(TimeDelta::seconds(1));
        let input = json!({ "input": { "assetId": asset_id, "profile": "QUICK" } });
        let started = client.graphql(&operation("StartScan"), input).await;
        let job_id = started.text("/startScan/scan/job/id");
        let filter = json!({ "kinds": ["RUN_SCAN"], "states": ["QUEUED", "SUCCEEDED"] });
        let jobs = client.graphql(&operation("Jobs"), json!({ "first": 100, "filter": filter })).await;
        assert_eq!(jobs.data("/jobs/totalCount"), &json!(2));
        assert_eq!(jobs.text("/jobs/nodes/0/id"), job_id);
        let cancelled = client.graphql(&operation("CancelJob"), json!({ "input": { "jobId": job_id } })).await;
        assert_eq!(cancelled.text("/cancelJob/job/state"), "CANCELLED");
        let again = client.graphql(&operation("CancelJob"), json!({ "input": { "jobId": job_id } })).await;
        assert_eq!(again.text("/cancelJob/job/state"), "CANCELLED");
        let ended = &jobs.data("/jobs/nodes")[1]["id"];
        let refused = client.graphql(&operation("CancelJob"), json!({ "input": { "jobId": ended } })).await;
        assert_eq!(refused.user_error(), Some("INVALID_STATE"));
    }

    async fn a_person_takes_a_request_back(app: &TestApp) {
        let viewer = app.member(Role::Viewer).await;
        let ask = json!({ "input": { "right": "ERASURE" } });
        let asked = viewer.graphql(&operation("CreateDataSubjectRequest"), ask).await;
        let id = asked.text("/createDataSubjectRequest/request/id");
        let withdraw = json!({ "input": { "requestId": id } });
        let withdrawn = viewer.graphql(&operation("WithdrawDataSubjectRequest"), withdraw.clone()).await;
        assert_eq!(withdrawn.text("/withdrawDataSubjectRequest/request/state"), "WITHDRAWN");
        let again = viewer.graphql(&operation("WithdrawDataSubjectRequest"), withdraw).await;
        assert_eq!(again.code(), Some("CONFLICT"));
        app.run_jobs().await;
    }

    async fn an_invitation_is_accepted_once(app: &TestApp) {
        let mia = "mia@acme.example";
        let input = json!({ "input": { "email": mia, "roles": ["PENTESTER"], "idempotencyKey": "mia" } });
        let owner = app.owner().await;
        let invited = owner.graphql(&operation("InviteUser"), input.clone()).await;
        let again = owner.graphql(&operation("InviteUser"), input).await;
        assert_eq!(again.text("/inviteUser/invitation/id"), invited.text("/inviteUser/invitation/id"));
        app.run_jobs().await;
        let mails = app.mails_to(mia);
        assert_eq!(mails.len(), 1);
        let token = mails[0].split("?token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let input = json!({ "input": { "token": token, "password": PASSWORD, "displayName": "Mia" } });
        let accepted = app.anonymous().graphql(&operation("AcceptInvitation"), input.clone()).await;
        let client = app.anonymous().with_token(&accepted.text("/acceptInvitation/session/accessToken"));
        let viewer = client.graphql(&operation("Viewer"), json!({})).await;
        assert_eq!(viewer.data("/viewer/user/roles"), &json!(["PENTESTER"]));
        let twice = app.anonymous().graphql(&operation("AcceptInvitation"), input).await;
        assert_eq!(twice.user_error(), Some("INVALID_TOKEN"));
    }
}

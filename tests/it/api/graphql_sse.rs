//! Subscriptions with npm `graphql-sse`, over plain HTTP.

use super::graphql_ws::{following, queued_scan};
use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Mode, Script, TestApp};
use serde_json::json;
use xorb_domain::identity::Role;

both_modes! {
    async fn graphql_sse_sees_a_snapshot_then_changes_then_the_end(app: &TestApp) {
        let client = app.owner().await;
        let (scan_id, _server) = queued_scan(client).await;
        let mut script = Script::start("graphql_clients", "subscribe_sse.mjs", &following(client, &scan_id));
        script.until("connected").await;
        assert_eq!(script.until("next").await["data"]["scanUpdated"]["state"], "QUEUED");
        app.run_jobs().await;
        let rest = script.all().await;
        let (last, results) = rest.split_last().unwrap();
        assert_eq!(last["event"], "complete");
        assert_eq!(results.last().unwrap()["data"]["scanUpdated"]["state"], "COMPLETED");
    }

    async fn a_stream_ends_with_its_session(app: &TestApp) {
        let owner = app.owner().await;
        let member = app.member(Role::SecurityAnalyst).await;
        let (scan_id, _server) = queued_scan(owner).await;
        let mut script = Script::start("graphql_clients", "subscribe_sse.mjs", &following(&member, &scan_id));
        script.until("next").await;
        member.graphql(&operation("LogOut"), json!({})).await;
        let told = script.until("next").await;
        assert_eq!(told["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        script.until("complete").await;
        app.run_jobs().await;
    }
}

#[tokio::test]
async fn who_may_not_gets_a_status_and_what_is_not_there_an_error_in_the_stream() {
    let app = TestApp::start(Mode::Embedded).await;
    let (scan_id, _server) = queued_scan(app.owner().await).await;
    let nobody = app.anonymous().with_token("nonsense");
    let mut script = Script::start(
        "graphql_clients",
        "subscribe_sse.mjs",
        &following(&nobody, &scan_id),
    );
    assert_eq!(script.until("error").await["status"], 401);
    let other = following(app.other_tenant().await, &scan_id);
    let told = Script::start("graphql_clients", "subscribe_sse.mjs", &other)
        .all()
        .await;
    let result = told.iter().find(|line| line["event"] == "next").unwrap();
    assert_eq!(result["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(told.last().unwrap()["event"], "complete");
    app.run_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_client_that_leaves_ends_its_subscription() {
    let app = TestApp::start(Mode::Embedded).await;
    let client = app.owner().await;
    let (scan_id, _server) = queued_scan(client).await;
    let mut input = following(client, &scan_id);
    input["stopAfter"] = json!(1);
    let told = Script::start("graphql_clients", "subscribe_sse.mjs", &input)
        .all()
        .await;
    let results = told.iter().filter(|line| line["event"] == "next").count();
    assert_eq!(results, 1, "{told:?}");
    app.run_jobs().await;
    app.finish().await;
}

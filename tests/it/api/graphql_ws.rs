//! Subscriptions with npm `graphql-ws`, the client that front ends use.

use super::{proven_site, scanned_site};
use crate::both_modes;
use crate::contract::operation;
use crate::fixtures::{WebServer, weak_web_server};
use crate::harness::{Client, Mode, Script, TestApp};
use serde_json::{Value, json};

/// What a script needs to follow a scan.
pub fn following(client: &Client, scan_id: &str) -> Value {
    json!({
        "url": format!("{}/graphql", client.base()),
        "token": client.access_token(),
        "query": operation("ScanUpdated"),
        "variables": { "scanId": scan_id },
    })
}

/// As `following`, over a socket.
fn by_socket(client: &Client, scan_id: &str) -> Value {
    let mut input = following(client, scan_id);
    let url = input["url"].as_str().unwrap().replacen("http", "ws", 1);
    input["url"] = url.into();
    input
}

/// Queues a scan; its id, and the site, which must be there when it runs.
pub async fn queued_scan(client: &Client) -> (String, WebServer) {
    let server = weak_web_server().await;
    let asset_id = proven_site(client, &server).await;
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    let started = client
        .graphql(&operation("StartScan"), json!({ "input": input }))
        .await;
    (started.text("/startScan/scan/id"), server)
}

both_modes! {
    async fn graphql_ws_sees_a_snapshot_then_changes_then_the_end(app: &TestApp) {
        let client = app.owner().await;
        let (scan_id, _server) = queued_scan(client).await;
        let mut script = Script::start("graphql_clients", "subscribe_ws.mjs", &by_socket(client, &scan_id));
        script.until("connected").await;
        assert_eq!(script.until("next").await["data"]["scanUpdated"]["state"], "QUEUED");
        script.until("pongs").await;
        app.run_jobs().await;
        let mut states = Vec::new();
        let end = loop {
            let event = script.next().await.unwrap();
            match event["event"].as_str().unwrap() {
                "next" => states.push(event["data"]["scanUpdated"]["state"].clone()),
                "complete" => break script.until("closed").await,
                _ => {}
            }
        };
        assert_eq!(states.last().unwrap(), "COMPLETED");
        assert_eq!(end["code"], 1000);
    }
}

#[tokio::test]
async fn each_broken_rule_has_its_close_code() {
    let app = TestApp::start(Mode::Embedded).await;
    let client = app.owner().await;
    let (scan_id, _server) = queued_scan(client).await;
    let said = Script::start(
        "graphql_clients",
        "close_codes.mjs",
        &by_socket(client, &scan_id),
    )
    .all()
    .await;
    let said: Vec<(&str, i64, &str)> = said
        .iter()
        .map(|line| {
            (
                line["case"].as_str().unwrap(),
                line["code"].as_i64().unwrap(),
                line["name"].as_str().unwrap_or("?"),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("no JSON", 4400, "BadRequest"),
            ("no message of the protocol", 4400, "BadRequest"),
            (
                "subscribed before the acknowledgement",
                4401,
                "Unauthorized"
            ),
            ("a wrong token", 4401, "Unauthorized"),
            ("no token", 4401, "Unauthorized"),
            ("the older protocol", 4406, "SubprotocolNotAcceptable"),
            ("no protocol", 4406, "SubprotocolNotAcceptable"),
            ("silence", 4408, "ConnectionInitialisationTimeout"),
            ("an id twice", 4409, "SubscriberAlreadyExists"),
            (
                "a second introduction",
                4429,
                "TooManyInitialisationRequests"
            ),
        ]
    );
    app.run_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn what_can_not_be_subscribed_to_is_an_error_and_no_reason_to_close() {
    let app = TestApp::start(Mode::Embedded).await;
    let (_, scan_id) = scanned_site(&app, app.owner().await).await;
    let mut script = Script::start(
        "graphql_clients",
        "subscribe_ws.mjs",
        &by_socket(app.other_tenant().await, &scan_id),
    );
    let result = script.until("next").await;
    assert_eq!(result["errors"][0]["extensions"]["code"], "NOT_FOUND");
    script.until("complete").await;
    assert_eq!(script.until("closed").await["code"], 1000, "by the client");
    app.finish().await;
}

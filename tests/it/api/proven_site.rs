//! A site on loopback that a company has registered and proven over HTTP.

use crate::contract::operation;
use crate::fixtures::{WebServer, weak_web_server};
use crate::harness::{Client, TestApp};
use serde_json::json;

/// Registers the server as a site and proves its ownership; the asset's id.
pub async fn proven_site(client: &Client, server: &WebServer) -> String {
    let input = json!({ "name": "Shop", "kind": "WEB", "address": server.url() });
    let created = client
        .graphql(&operation("CreateAsset"), json!({ "input": input }))
        .await;
    assert_eq!(
        created.text("/createAsset/asset/verification/state"),
        "PENDING"
    );
    server.set_token(&created.text("/createAsset/asset/verification/token"));
    let asset_id = created.text("/createAsset/asset/id");
    let input = json!({ "assetId": asset_id, "method": "HTTP_FILE" });
    let verified = client
        .graphql(&operation("VerifyAsset"), json!({ "input": input }))
        .await;
    assert_eq!(
        verified.text("/verifyAsset/asset/verification/state"),
        "VERIFIED"
    );
    asset_id
}

/// A weak site that was scanned to its end; the ids of the asset and of the scan.
pub async fn scanned_site(app: &TestApp, client: &Client) -> (String, String) {
    let server = weak_web_server().await;
    let asset_id = proven_site(client, &server).await;
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    let started = client
        .graphql(&operation("StartScan"), json!({ "input": input }))
        .await;
    app.run_jobs().await;
    (asset_id, started.text("/startScan/scan/id"))
}

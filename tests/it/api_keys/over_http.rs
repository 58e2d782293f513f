//! Keys as programs use them: `Authorization: Bearer xorb_…` on HTTP, event streams and sockets.

use crate::api::{following, queued_scan};
use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Client, Script};
use reqwest::Method;
use serde_json::{Value, json};

/// A key with these scopes, and its id.
async fn key(client: &Client, scopes: &[&str]) -> (String, String) {
    let input = json!({ "name": "Pipeline", "scopes": scopes, "idempotencyKey": scopes.join(" ") });
    let made = client
        .graphql(&operation("CreateApiKey"), json!({ "input": input }))
        .await;
    assert_eq!(made.data("/createApiKey/userErrors"), &json!([]));
    (
        made.text("/createApiKey/secret"),
        made.text("/createApiKey/apiKey/id"),
    )
}

async fn revoke(client: &Client, id: &str) {
    let input = json!({ "input": { "apiKeyId": id } });
    let revoked = client.graphql(&operation("RevokeApiKey"), input).await;
    assert_eq!(revoked.data("/revokeApiKey/userErrors"), &json!([]));
}

async fn listed(client: &Client) -> Value {
    let keys = client
        .graphql(&operation("ApiKeys"), json!({ "first": 10 }))
        .await;
    keys.data("/apiKeys").clone()
}

both_modes! {
    async fn a_program_works_with_its_key_until_it_is_revoked(app: &TestApp) {
        let owner = app.owner().await;
        let (secret, id) = key(owner, &["scans:read", "assets:read"]).await;
        let program = app.anonymous().with_token(&secret);
        let scans = program.graphql(&operation("Scans"), json!({ "first": 5 })).await;
        assert_eq!(scans.data("/scans/totalCount"), &json!(0));
        let refused = program.graphql("{ findings(first: 1) { totalCount } }", json!({})).await;
        assert_eq!(refused.code(), Some("FORBIDDEN"));
        let viewer = program.graphql("{ viewer { permissions } }", json!({})).await;
        assert_eq!(viewer.data("/viewer/permissions"), &json!(["assets:read", "scans:read"]));
        assert_eq!(program.graphql(&operation("ApiKeys"), json!({})).await.status, 200);

        let keys = listed(owner).await;
        assert_eq!(keys["totalCount"], 1);
        let shown = &keys["nodes"][0];
        assert_eq!(shown["scopes"], json!(["assets:read", "scans:read"]));
        assert!(secret.starts_with(shown["prefix"].as_str().unwrap()));
        revoke(owner, &id).await;
        assert_eq!(program.graphql(&operation("Scans"), json!({})).await.status, 401);
        assert_eq!(listed(owner).await["totalCount"], 0);
        app.run_jobs().await;
    }

    async fn the_trail_names_the_key(app: &TestApp) {
        let owner = app.owner().await;
        let (secret, id) = key(owner, &["assets:manage", "assets:read"]).await;
        let program = app.anonymous().with_token(&secret);
        let input = json!({ "name": "Shop", "kind": "WEB", "address": "https://shop.example" });
        let made = program.graphql(&operation("CreateAsset"), json!({ "input": input })).await;
        assert_eq!(made.data("/createAsset/userErrors"), &json!([]));
        let query = "{ auditEvents(first: 1, filter: { actions: [\"asset.created\"] }) { nodes { apiKeyId actor { id } } } }";
        let trail = owner.graphql(query, json!({})).await;
        assert_eq!(trail.text("/auditEvents/nodes/0/apiKeyId"), id);
        app.run_jobs().await;
    }

    async fn a_stream_ends_with_its_key(app: &TestApp) {
        let owner = app.owner().await;
        let (scan_id, _server) = queued_scan(owner).await;
        let (secret, id) = key(owner, &["scans:read", "jobs:read"]).await;
        let program = app.anonymous().with_token(&secret);
        let mut script = Script::start("graphql_clients", "subscribe_sse.mjs", &following(&program, &scan_id));
        script.until("next").await;
        revoke(owner, &id).await;
        let told = script.until("next").await;
        assert_eq!(told["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        script.until("complete").await;
        app.run_jobs().await;
    }

    async fn a_socket_ends_with_its_key(app: &TestApp) {
        let owner = app.owner().await;
        let (scan_id, _server) = queued_scan(owner).await;
        let (secret, id) = key(owner, &["scans:read", "jobs:read"]).await;
        let program = app.anonymous().with_token(&secret);
        let mut changes = program.subscribe(&operation("ScanUpdated"), json!({ "scanId": scan_id })).await;
        changes.next().await.unwrap();
        revoke(owner, &id).await;
        assert_eq!(changes.closed().await, 4401);
        app.run_jobs().await;
    }

    async fn a_key_that_is_none_is_refused_and_never_repeated(app: &TestApp) {
        for nonsense in ["xorb_", "xorb_a_b_c", &format!("xorb_{}", "0".repeat(4_000))] {
            let program = app.anonymous().with_token(nonsense);
            let request = program.request(Method::POST, "/graphql").json(&json!({ "query": "{ viewer { permissions } }" }));
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 401);
            assert!(!answer.text().await.unwrap().contains(nonsense));
        }
    }
}

both_modes! {
    async fn a_rotated_key_and_a_service_account_s_work_over_http(app: &TestApp) {
        let owner = app.owner().await;
        let input = json!({ "name": "Pipeline", "roles": ["PENTESTER"] });
        let made = owner.mutate("CreateServiceAccountInput", "createServiceAccount(input: $input) { serviceAccount { id kind } userErrors { code } }", input).await;
        assert_eq!(made.text("/createServiceAccount/serviceAccount/kind"), "SERVICE_ACCOUNT");
        let account = made.text("/createServiceAccount/serviceAccount/id");
        let input = json!({ "name": "Pipeline", "scopes": ["scans:read"], "serviceAccountId": account });
        let made = owner.graphql(&operation("CreateApiKey"), json!({ "input": input })).await;
        let old = app.anonymous().with_token(&made.text("/createApiKey/secret"));
        let input = json!({ "apiKeyId": made.text("/createApiKey/apiKey/id"), "overlapHours": 1 });
        let rotated = owner.mutate("RotateApiKeyInput", "rotateApiKey(input: $input) { apiKey { id userId } secret userErrors { code } }", input).await;
        assert_eq!(rotated.text("/rotateApiKey/apiKey/userId"), account);
        let new = app.anonymous().with_token(&rotated.text("/rotateApiKey/secret"));
        for client in [old, new] {
            assert_eq!(client.graphql("{ scans(first: 1) { totalCount } }", json!({})).await.data("/scans/totalCount"), &json!(0));
        }
        app.run_jobs().await;
    }
}

//! What goes wrong is said with the right code, and leaves alone what did not.

use crate::both_modes;
use crate::contract::operation;
use serde_json::json;
use xorb_domain::identity::Role;

const NOWHERE: &str = "scan_00000000000000000000000000";

both_modes! {
    async fn an_id_that_is_no_id_is_bad_input_and_one_of_nothing_is_not_found(app: &TestApp) {
        let client = app.owner().await;
        let nowhere = client.graphql(&operation("Scan"), json!({ "id": NOWHERE })).await;
        assert_eq!((nowhere.status, nowhere.code()), (200, Some("NOT_FOUND")));
        assert!(nowhere.body["data"]["scan"].is_null());
        for id in ["", "7", "scan_", "SCAN_00000000000000000000000000", "asset_00000000000000000000000000"] {
            let refused = client.graphql(&operation("Scan"), json!({ "id": id })).await;
            assert_eq!(refused.code(), Some("BAD_USER_INPUT"), "{id}");
        }
        for (id, code) in [("mail_00000000000000000000000000", "NOT_FOUND"), ("thing_1", "BAD_USER_INPUT"), ("", "BAD_USER_INPUT")] {
            let refused = client.graphql(&operation("Node"), json!({ "id": id })).await;
            assert_eq!(refused.code(), Some(code), "{id}");
        }
        let many = vec![NOWHERE; 21];
        let refused = client.graphql("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": many })).await;
        assert_eq!(refused.code(), Some("BAD_USER_INPUT"));
    }

    async fn a_field_that_fails_is_null_and_its_siblings_are_there(app: &TestApp) {
        let client = app.owner().await;
        let document = format!("{{ viewer {{ tenant {{ slug }} }} scan(id: \"{NOWHERE}\") {{ id }} assets {{ totalCount }} }}");
        let answer = client.graphql(&document, json!({})).await;
        assert_eq!(answer.body["data"], json!({ "viewer": { "tenant": { "slug": "acme" } }, "scan": null, "assets": { "totalCount": 0 } }));
        assert_eq!(answer.body["errors"].as_array().unwrap().len(), 1);
        assert_eq!(answer.body["errors"][0]["path"], json!(["scan"]));
        assert!(answer.body["errors"][0]["extensions"]["requestId"].is_string());
    }

    async fn each_of_several_mutations_stands_for_itself(app: &TestApp) {
        let client = app.owner().await;
        let document = "mutation($site: CreateAssetInput!, $nowhere: ID!) {
            first: createAsset(input: $site) { asset { id } userErrors { code } }
            second: cancelScan(input: { scanId: $nowhere }) { scan { id } userErrors { code } }
            third: createAsset(input: $site) { asset { id } userErrors { code path } } }";
        let site = json!({ "name": "Shop", "kind": "WEB", "address": "https://shop.example" });
        let answer = client.graphql(document, json!({ "site": site, "nowhere": NOWHERE })).await;
        assert!(answer.body["data"]["first"]["asset"]["id"].is_string(), "{answer:?}");
        assert!(answer.body["data"]["second"].is_null());
        assert_eq!(answer.body["data"]["third"], json!({ "asset": null, "userErrors": [{ "code": "TAKEN", "path": ["input", "address"] }] }));
        assert_eq!(answer.code(), Some("NOT_FOUND"));
    }

    async fn a_role_without_the_permission_is_told_which_one_it_lacks(app: &TestApp) {
        let viewer = app.member(Role::Viewer).await;
        let input = json!({ "name": "Shop", "kind": "WEB", "address": "https://shop.example" });
        let refused = viewer.graphql(&operation("CreateAsset"), json!({ "input": input })).await;
        assert_eq!(refused.code(), Some("FORBIDDEN"));
        assert!(refused.body["errors"][0]["message"].as_str().unwrap().contains("assets:manage"));
        assert!(refused.body["data"]["createAsset"].is_null());
        let (asset_id, scan_id) = super::scanned_site(app, app.owner().await).await;
        let scan = viewer.graphql(&operation("Scan"), json!({ "id": scan_id })).await;
        assert_eq!(scan.text("/scan/asset/id"), asset_id);
        assert_eq!(scan.text("/scan/job/state"), "SUCCEEDED", "who sees the scan sees its job");
        let dashboard = viewer.graphql(&operation("Dashboard"), json!({})).await;
        assert_eq!((dashboard.code(), &dashboard.body["data"]["dataSubjectRequestCounts"]), (Some("FORBIDDEN"), &json!(null)));
        assert!(dashboard.body["data"]["scans"]["nodes"][0]["id"].is_string(), "the rest is there");
    }

    async fn a_change_from_an_old_version_and_a_reused_key_are_conflicts(app: &TestApp) {
        let client = app.owner().await;
        let site = |name: &str| json!({ "input": { "name": name, "kind": "WEB", "address": "https://shop.example", "idempotencyKey": "k" } });
        let created = client.graphql(&operation("CreateAsset"), site("Shop")).await;
        let again = client.graphql(&operation("CreateAsset"), site("Shop")).await;
        let asset_id = created.text("/createAsset/asset/id");
        assert_eq!(again.text("/createAsset/asset/id"), asset_id);
        let other = client.graphql(&operation("CreateAsset"), site("Other")).await;
        assert_eq!(other.code(), Some("IDEMPOTENCY_CONFLICT"));
        let rename = |version: i32| json!({ "input": { "assetId": asset_id, "name": "Front", "expectedVersion": version } });
        let renamed = client.graphql(&operation("UpdateAsset"), rename(1)).await;
        assert_eq!(renamed.data("/updateAsset/asset/version"), &json!(2));
        let stale = client.graphql(&operation("UpdateAsset"), rename(1)).await;
        assert_eq!(stale.code(), Some("CONFLICT"));
    }

    async fn strangers_get_in_by_the_public_operations_only(app: &TestApp) {
        let nobody = app.anonymous();
        for name in ["Viewer", "Users", "Assets", "Scans", "Findings", "Jobs", "AuditEvents", "AuditTrail", "LogOut"] {
            let refused = nobody.graphql(&operation(name), json!({})).await;
            assert_eq!((refused.status, refused.code()), (401, Some("UNAUTHENTICATED")), "{name}");
        }
        let options = nobody.graphql(&operation("LogInOptions"), json!({ "tenantSlug": "acme", "email": "a@b.example" })).await;
        assert_eq!(options.data("/logInOptions"), &json!({ "passwordEnabled": true, "passkeyEnabled": false, "identityProviders": [] }));
        let forged = nobody.with_token("forged").graphql(&operation("LogInOptions"), json!({})).await;
        assert_eq!((forged.status, forged.code()), (401, Some("UNAUTHENTICATED")));
    }
}

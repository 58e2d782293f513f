//! The same through the schema, as a front end does it.

use serde_json::json;

use super::receiver::Receiver;
use crate::api::SchemaClient;
use crate::both_modes;
use crate::harness::Tenant;

const CREATE: &str = "mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { \
    webhookEndpoint { id url eventTypes state signingKeys { scheme publicKey } } secret userErrors { code path } } }";
const TEST: &str = "mutation($input: TestWebhookEndpointInput!) { testWebhookEndpoint(input: $input) { \
    webhookDelivery { id state eventType attempts nextAttemptAt } userErrors { code } } }";
const LOOK: &str = "query($id: ID!) { webhookEndpoint(id: $id) { failingSince deliveries(first: 5) { totalCount \
    nodes { id state attempts lastStatus error { code } objectId endpoint { id } } } } \
    webhookEndpoints { totalCount nodes { id signingKeys { publicKey } } } node(id: $id) { id } }";

both_modes! {
    async fn an_endpoint_is_made_tested_looked_at_and_deleted(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let client = SchemaClient::owner(&tenant);
        let receiver = Receiver::start().await;
        let input = json!({ "url": receiver.url(), "eventTypes": ["SCAN_COMPLETED", "DATA_SUBJECT_REQUEST_EXPIRED_UNVERIFIED"] });
        let made = client.data(CREATE, json!({ "input": input })).await;
        let payload = &made["createWebhookEndpoint"];
        assert!(payload["secret"].as_str().unwrap().starts_with("whsec_"), "{payload}");
        let endpoint = &payload["webhookEndpoint"];
        assert_eq!(endpoint["eventTypes"], json!(["SCAN_COMPLETED", "DATA_SUBJECT_REQUEST_EXPIRED_UNVERIFIED"]));
        assert_eq!(endpoint["signingKeys"], json!([{ "scheme": "HMAC_SHA256", "publicKey": null }]));
        let id = &endpoint["id"];
        assert!(id.as_str().unwrap().starts_with("whe_"));

        let input = json!({ "webhookEndpointId": id });
        let tested = client.data(TEST, json!({ "input": input })).await;
        assert_eq!(tested["testWebhookEndpoint"]["webhookDelivery"]["state"], "PENDING");
        app.run_jobs().await;
        let seen = client.data(LOOK, json!({ "id": id })).await;
        let deliveries = &seen["webhookEndpoint"]["deliveries"];
        assert_eq!(deliveries["totalCount"], 1);
        let delivery = &deliveries["nodes"][0];
        assert_eq!(delivery["id"], receiver.received()[0].id());
        assert_eq!(delivery["endpoint"]["id"], *id);
        assert_eq!((&delivery["state"], &delivery["lastStatus"]), (&json!("DELIVERED"), &json!(204)));
        assert_eq!(seen["webhookEndpoints"]["totalCount"], 1);

        let again = "mutation($input: RedeliverWebhookInput!) { redeliverWebhook(input: $input) { webhookDelivery { state } userErrors { code } } }";
        let input = json!({ "webhookDeliveryId": delivery["id"] });
        let sent = client.data(again, json!({ "input": input })).await;
        assert_eq!(sent["redeliverWebhook"]["webhookDelivery"]["state"], "PENDING");
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 2);

        let delete = "mutation($input: DeleteWebhookEndpointInput!) { deleteWebhookEndpoint(input: $input) { deletedWebhookEndpointId userErrors { code } } }";
        let gone = client.data(delete, json!({ "input": { "webhookEndpointId": id } })).await;
        assert_eq!(gone["deleteWebhookEndpoint"]["deletedWebhookEndpointId"], *id);
        let left = client.data("{ webhookEndpoints { totalCount } }", json!({})).await;
        assert_eq!(left["webhookEndpoints"]["totalCount"], 0);
    }
}

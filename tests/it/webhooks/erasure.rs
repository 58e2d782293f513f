//! An administrator is erased who has made an endpoint and stands in its address: the endpoint stays, the person does not.

use serde_json::{Value, json};
use xorb_domain::identity::Role;

use super::receiver::Receiver;
use crate::both_modes;
use crate::harness::Client;
use crate::privacy::proofs::request::Office;

const ADDRESS: &str = "admin@acme.example";

async fn create(client: &Client, url: String, description: &str) -> String {
    let field =
        "createWebhookEndpoint(input: $input) { webhookEndpoint { id } userErrors { message } }";
    let input = json!({ "url": url, "description": description, "eventTypes": ["DATA_SUBJECT_REQUEST_COMPLETED"] });
    let made = client
        .mutate("CreateWebhookEndpointInput", field, input)
        .await;
    made.text("/createWebhookEndpoint/webhookEndpoint/id")
}

async fn look(client: &Client, id: &str) -> Value {
    let query = "query($id: ID!) { webhookEndpoint(id: $id) { url description state deliveries { nodes { state error { code } } } } }";
    let seen = client.graphql(query, json!({ "id": id })).await;
    seen.data("/webhookEndpoint").clone()
}

both_modes! {
    async fn an_erased_administrators_endpoints_stay_without_the_person(app: &TestApp) {
        let office = Office::new(app).await;
        let admin = app.member(Role::Admin).await;
        let owner = app.owner().await;
        let receiver = Receiver::start().await;
        let plain = create(&admin, receiver.url(), &format!("ask {ADDRESS}")).await;
        let named = create(&admin, format!("{}&to={ADDRESS}", receiver.url()), "").await;
        let request = office.order(ADDRESS).await;
        app.run_jobs().await;
        assert_eq!(office.read(&request).await["state"], "COMPLETED");

        let seen = look(owner, &plain).await;
        assert_eq!((&seen["url"], &seen["description"]), (&json!(receiver.url()), &json!("ask [erased]")));
        assert_eq!(seen["deliveries"]["nodes"][0]["state"], "DELIVERED");
        let [message] = &receiver.received()[..] else { panic!("one endpoint has an address") };
        assert_eq!(message.json()["data"]["id"], request);

        // An address with a hole in it leads nowhere, rather than somewhere else.
        let seen = look(owner, &named).await;
        assert!(seen["url"].as_str().unwrap().ends_with("&to=[erased]"), "{seen}");
        let delivery = &seen["deliveries"]["nodes"][0];
        assert_eq!((&delivery["state"], &delivery["error"]["code"]), (&json!("FAILED"), &json!("endpoint_address")));
    }
}

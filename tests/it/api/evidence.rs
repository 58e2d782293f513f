//! Evidence is shown to those who may see findings, and each look at it is in the trail before the answer leaves.

use super::scanned_site;
use crate::both_modes;
use crate::harness::Client;
use serde_json::{Value, json};

/// The objects of the trail's looks at evidence.
async fn looks(client: &Client) -> Vec<Value> {
    let document = "{ auditEvents(filter: { actions: [\"evidence.read\"] }) { nodes { object } } }";
    let answer = client.graphql(document, json!({})).await;
    let nodes = answer.data("/auditEvents/nodes").as_array().unwrap();
    nodes.iter().map(|event| event["object"].clone()).collect()
}

both_modes! {
    async fn reading_evidence_is_an_event_whichever_way_it_is_reached(app: &TestApp) {
        let client = app.owner().await;
        let (_, scan_id) = scanned_site(app, client).await;
        let answer = client.graphql("{ findings(first: 1) { nodes { id title } } }", json!({})).await;
        let finding_id = answer.text("/findings/nodes/0/id");
        assert_eq!(looks(client).await, Vec::<Value>::new(), "a list without evidence is no look");

        let documents = [
            "query($id: ID!) { finding(id: $id) { evidence } }",
            "query($id: ID!) { node(id: $id) { ... on Finding { evidence } } }",
            "query($id: ID!) { nodes(ids: [$id, $id]) { ...F } } fragment F on Node { ... on Finding { a: evidence b: evidence } }",
        ];
        for (before, document) in documents.into_iter().enumerate() {
            let answer = client.graphql(document, json!({ "id": finding_id })).await;
            assert!(answer.body["errors"].is_null(), "{answer:?}");
            let looks = looks(client).await;
            assert_eq!(looks.len(), before + 1, "{document}");
            assert_eq!(looks[0], json!(finding_id));
        }
        let document = "query($id: ID!) { scan(id: $id) { findings(first: 100) { nodes { evidence } } } }";
        client.graphql(document, json!({ "id": scan_id })).await;
        assert_eq!(looks(client).await.len(), documents.len() + 1, "one event for one answer");
    }
}

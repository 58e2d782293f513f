//! Lists: pages that join without gap or repetition, and cursors that fit their list only.

use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Client, TestApp};
use chrono::TimeDelta;
use serde_json::json;

/// Registers so many sites, a second after each other; their ids, newest first.
async fn register(app: &TestApp, client: &Client, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        app.clock.advance(TimeDelta::seconds(1));
        let address = format!("https://site-{number}.example");
        let input = json!({ "name": format!("Site {number}"), "kind": "WEB", "address": address });
        let created = client
            .graphql(&operation("CreateAsset"), json!({ "input": input }))
            .await;
        ids.insert(0, created.text("/createAsset/asset/id"));
    }
    ids
}

both_modes! {
    async fn a_list_is_read_page_by_page(app: &TestApp) {
        let client = app.owner().await;
        let ids = register(app, client, 5).await;
        let (mut after, mut seen) = (json!(null), Vec::new());
        loop {
            let page = client.graphql(&operation("Assets"), json!({ "first": 2, "after": after })).await;
            assert_eq!(page.data("/assets/totalCount"), &json!(5));
            let nodes = page.data("/assets/nodes").as_array().unwrap();
            assert!(nodes.len() <= 2);
            seen.extend(nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()));
            after = page.data("/assets/pageInfo/endCursor").clone();
            if page.data("/assets/pageInfo/hasNextPage") == &json!(false) {
                break;
            }
        }
        assert_eq!(seen, ids);
        let past_the_end = client.graphql(&operation("Assets"), json!({ "first": 2, "after": after })).await;
        assert_eq!(past_the_end.data("/assets/nodes"), &json!([]));
        let none = client.graphql(&operation("Assets"), json!({ "first": 0 })).await;
        assert_eq!((none.data("/assets/nodes"), none.data("/assets/pageInfo/hasNextPage")), (&json!([]), &json!(true)));
    }

    async fn a_page_is_twenty_unless_said_and_more_than_a_hundred_is_refused(app: &TestApp) {
        let client = app.owner().await;
        register(app, client, 21).await;
        let page = client.graphql("{ assets { nodes { id } } }", json!({})).await;
        assert_eq!(page.data("/assets/nodes").as_array().unwrap().len(), 20);
        let page = client.graphql(&operation("Assets"), json!({ "first": null })).await;
        assert_eq!(page.data("/assets/nodes").as_array().unwrap().len(), 20);
        for first in [json!(101), json!(-1), json!(i32::MAX)] {
            let refused = client.graphql(&operation("Assets"), json!({ "first": first })).await;
            assert_eq!(refused.code(), Some("BAD_USER_INPUT"), "{first}");
        }
    }

    async fn a_cursor_of_another_list_order_or_filter_is_refused(app: &TestApp) {
        let client = app.owner().await;
        register(app, client, 2).await;
        let page = client.graphql("{ assets(first: 1) { pageInfo { endCursor } } }", json!({})).await;
        let cursor = page.text("/assets/pageInfo/endCursor");
        for document in [
            "query($after: String) { scans(after: $after) { nodes { id } } }",
            "query($after: String) { findings(after: $after, orderBy: SEVERITY) { nodes { id } } }",
            "query($after: String) { jobs(after: $after, filter: { states: [FAILED] }) { nodes { id } } }",
            "query($after: String) { auditEvents(after: $after) { nodes { seq } } }",
        ] {
            let refused = client.graphql(document, json!({ "after": cursor })).await;
            assert_eq!(refused.code(), Some("BAD_USER_INPUT"), "{document}");
        }
        let nonsense = client.graphql(&operation("Assets"), json!({ "after": "nonsense" })).await;
        assert_eq!(nonsense.code(), Some("BAD_USER_INPUT"));
    }

    async fn findings_come_in_either_order_and_filtered(app: &TestApp) {
        let client = app.owner().await;
        let (asset_id, scan_id) = super::scanned_site(app, client).await;
        let document = "query($f: FindingFilter) { findings(first: 100, filter: $f, orderBy: SEVERITY) { totalCount nodes { id severity state } } }";
        let whole = client.graphql(document, json!({})).await;
        let severities: Vec<_> = whole.data("/findings/nodes").as_array().unwrap().iter().map(|finding| finding["severity"].clone()).collect();
        let worst_first = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];
        assert!(severities.is_sorted_by_key(|severity| worst_first.iter().position(|known| severity == known)), "{severities:?}");
        let of_scan = client.graphql(document, json!({ "f": { "scanId": scan_id, "assetId": asset_id, "states": ["OPEN", "OPEN"] } })).await;
        assert_eq!(of_scan.data("/findings"), whole.data("/findings"));
        let worst = client.graphql(document, json!({ "f": { "severities": [severities[0]] } })).await;
        let count = severities.iter().filter(|severity| **severity == severities[0]).count();
        assert_eq!(worst.data("/findings/totalCount"), &json!(count));
        let settled = client.graphql(document, json!({ "f": { "states": ["MITIGATED"] } })).await;
        assert_eq!(settled.data("/findings/totalCount"), &json!(0));
    }
}

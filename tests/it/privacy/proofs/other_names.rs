//! A person who is also known by something that is no address: no index names who mentions it, so the scan finds it.

use super::request::Office;
use super::two_at_once::mention;
use crate::both_modes;
use serde_json::json;
use xorb_domain::identity::Role;

const PERSON: &str = "pentester@acme.example";
const NUMBER: &str = "Customer 4711-AX";

both_modes! {
    async fn what_mentions_the_person_by_another_name_is_found_and_cut_out(app: &TestApp) {
        let office = Office::new(app).await;
        app.member(Role::Pentester).await;
        let admin = app.member(Role::Admin).await;
        mention(&admin, NUMBER, "one.example").await;
        mention(&admin, "Customer 4711-AXE", "two.example").await;
        let subject = json!({ "email": PERSON, "identifiers": [{ "kind": "TEXT", "value": NUMBER }] });
        let request = office.order_for(subject).await;
        app.run_jobs().await;
        let seen = office.read(&request).await;
        assert_eq!(seen["state"], "COMPLETED", "{seen}");
        let assets = admin.graphql("{ assets(first: 9) { nodes { name } } }", json!({})).await;
        let names = assets.data("/assets/nodes").to_string();
        assert!(names.contains("the shop of [erased]\""), "{names}");
        assert!(names.contains("the shop of Customer 4711-AXE"), "{names}");
    }
}

//! Two erasures at the same instant: of two people who mention each other, and of one person twice.

use super::request::Office;
use crate::both_modes;
use crate::harness::Client;
use serde_json::json;
use xorb_domain::identity::Role;

const ANN: &str = "pentester@acme.example";
const BEN: &str = "viewer@acme.example";

/// Somebody's asset with a name that mentions somebody else.
pub async fn mention(who: &Client, whom: &str, host: &str) {
    let input = json!({ "name": format!("the shop of {whom}"), "kind": "HOST", "address": host });
    let field = "createAsset(input: $input) { asset { id } userErrors { code message path } }";
    who.mutate("CreateAssetInput", field, input)
        .await
        .text("/createAsset/asset/id");
}

both_modes! {
    async fn two_people_who_mention_each_other_are_both_erased(app: &TestApp) {
        let office = Office::new(app).await;
        let ann = app.member(Role::Admin).await;
        let ben = app.member(Role::SecurityManager).await;
        let (ann_address, ben_address) = ("admin@acme.example", "security_manager@acme.example");
        mention(&ann, ben_address, "one.example").await;
        mention(&ben, ann_address, "two.example").await;
        let requests = [office.order(ann_address).await, office.order(ben_address).await];
        tokio::join!(app.run_jobs(), app.run_jobs());
        app.run_jobs().await;
        for request in &requests {
            let seen = office.read(request).await;
            assert_eq!(seen["state"], "COMPLETED", "{seen}");
            assert!(seen["certificate"]["jws"].is_string());
        }
        assert_eq!(app.mails_to(ann_address).len(), 1);
        assert_eq!(app.mails_to(ben_address).len(), 1);
        let assets = app.owner().await.graphql("{ assets(first: 9) { nodes { name } } }", json!({})).await;
        let names = assets.data("/assets/nodes").to_string();
        assert_eq!(names.matches("the shop of [erased]").count(), 2, "{names}");
    }

    async fn two_approved_requests_of_one_person_get_one_erasure_and_two_answers(app: &TestApp) {
        let office = Office::new(app).await;
        app.member(Role::Pentester).await;
        let requests = [office.order(ANN).await, office.order(ANN).await];
        tokio::join!(app.run_jobs(), app.run_jobs());
        app.run_jobs().await;
        let mut certificates = Vec::new();
        for request in &requests {
            let seen = office.read(request).await;
            assert_eq!((&seen["state"], &seen["job"]["state"]), (&json!("COMPLETED"), &json!("SUCCEEDED")), "{seen}");
            certificates.push(seen["certificate"]["jws"].as_str().unwrap().to_owned());
        }
        // The second erased nothing and proves nothing of its own.
        assert_eq!(certificates[0], certificates[1]);
        let letters = app.mails_to(ANN);
        assert_eq!(letters.len(), 2, "each request has its answer");
        for request in &requests {
            assert_eq!(letters.iter().filter(|letter| letter.contains(&format!("(request {request})"))).count(), 1);
        }
    }

    async fn a_request_that_was_planned_before_ends_with_the_erasure(app: &TestApp) {
        let office = Office::new(app).await;
        app.member(Role::Viewer).await;
        let planned = office.plan(BEN).await;
        let request = office.order(BEN).await;
        app.run_jobs().await;
        assert_eq!(office.read(&request).await["state"], "COMPLETED");
        assert_eq!(office.read(&planned).await["state"], "WITHDRAWN");
        assert_eq!(app.mails_to(BEN).len(), 1);
    }
}

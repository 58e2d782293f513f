//! Requests from the public form for the address of somebody who is being erased: they neither stop nor delay it, and say
//! nothing about it.

use super::request::Office;
use crate::both_modes;
use crate::privacy::intake::fixture::{ask, links, press};
use reqwest::StatusCode;
use serde_json::json;
use xorb_domain::identity::Role;

const ANN: &str = "pentester@acme.example";

/// How often something was found by the scan and had to be taken out.
async fn repairs(office: &Office) -> usize {
    let sought = json!({ "filter": { "actions": ["erasure.resumed"] } });
    let query = "query($filter: AuditEventFilter) { auditEvents(first: 50, filter: $filter) { nodes { action } } }";
    let answer = office.officer.graphql(query, sought).await;
    answer.data("/auditEvents/nodes").as_array().unwrap().len()
}

both_modes! {
    async fn a_form_that_nobody_has_confirmed_ends_with_the_erasure_and_does_not_delay_it(app: &TestApp) {
        let office = Office::new(app).await;
        app.member(Role::Pentester).await;
        ask(app, "acme", ANN).await.assert_says(StatusCode::OK, "We have received your request");
        let link = links(app, ANN).await.pop().unwrap();
        let request = office.order(ANN).await;
        ask(app, "acme", ANN).await.assert_says(StatusCode::OK, "We have received your request");
        app.run_jobs().await;
        let seen = office.read(&request).await;
        assert_eq!((&seen["state"], &seen["job"]["attempt"]), (&json!("COMPLETED"), &json!(1)), "{seen}");
        assert_eq!(repairs(&office).await, 0, "nothing was left to the scan");
        assert_eq!(app.mails_to(ANN).len(), 1, "the last letter, and no link");
        press(app, &link).await.assert_says(StatusCode::BAD_REQUEST, "unknown, was used or has expired");
    }

    async fn a_person_without_an_account_is_erased_from_the_form_to_the_certificate(app: &TestApp) {
        let office = Office::new(app).await;
        let somebody = "somebody@elsewhere.example";
        ask(app, "acme", somebody).await.assert_says(StatusCode::OK, "We have received your request");
        let link = links(app, somebody).await.pop().unwrap();
        press(app, &link).await.assert_says(StatusCode::OK, "Your request is confirmed");
        let request = office.newest().await;
        office.approve(&request).await;
        app.run_jobs().await;
        let seen = office.read(&request).await;
        assert_eq!(seen["state"], "COMPLETED", "{seen}");
        let letters = app.mails_to(somebody);
        assert_eq!(letters.len(), 1, "the last letter");
        let jws = seen["certificate"]["jws"].as_str().unwrap();
        let letter = letters[0].replace(['\r', '\n'], "");
        assert!(letter.contains(jws), "{letter}");
    }
}

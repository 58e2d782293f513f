//! The same over HTTP, by the operations that front ends rely on.

use crate::both_modes;
use crate::contract::operation;
use crate::harness::PASSWORD;
use serde_json::json;
use xorb_domain::identity::Role;

both_modes! {
    async fn a_person_asks_steps_up_and_another_approves(app: &TestApp) {
        let owner = app.owner().await;
        let viewer = app.member(Role::Viewer).await;
        let ask = json!({ "input": { "right": "ERASURE", "note": "Please.", "idempotencyKey": "1" } });
        let create = operation("CreateDataSubjectRequest");
        let step_up = |input| (operation("StepUp"), json!({ "input": input }));
        for input in [json!({ "password": "not it, not it at all" }), json!({ "totpCode": "123456" })] {
            let (document, variables) = step_up(input);
            assert_eq!(viewer.graphql(&document, variables).await.user_error(), Some("INVALID_CREDENTIALS"));
        }
        for input in [json!({}), json!({ "password": PASSWORD, "totpCode": "123456" })] {
            let (document, variables) = step_up(input);
            assert_eq!(viewer.graphql(&document, variables).await.code(), Some("BAD_USER_INPUT"), "exactly one");
        }
        for client in [&viewer, owner] {
            let (document, variables) = step_up(json!({ "password": PASSWORD }));
            let stepped_up = client.graphql(&document, variables).await;
            assert!(stepped_up.data("/stepUp/validUntil").is_string());
        }
        let asked = viewer.graphql(&create, ask).await;
        assert_eq!(asked.text("/createDataSubjectRequest/request/state"), "PLANNED");
        let id = asked.text("/createDataSubjectRequest/request/id");

        let read = operation("DataSubjectRequest");
        let shown = owner.graphql(&read, json!({ "id": id })).await;
        let hash = shown.text("/dataSubjectRequest/plan/hash");
        assert_eq!(hash.len(), 64);
        assert_eq!(shown.text("/dataSubjectRequest/messages/0/kind"), "RECEIVED");
        assert!(shown.data("/dataSubjectRequest/export").is_null());
        assert!(shown.data("/dataSubjectRequest/certificate").is_null());
        let listed = viewer.graphql(&operation("DataSubjectRequests"), json!({ "first": 5, "orderBy": "DUE" })).await;
        assert_eq!(listed.data("/dataSubjectRequests/totalCount"), &json!(1));
        let node = viewer.graphql(&operation("Node"), json!({ "id": id })).await;
        assert_eq!(node.text("/node/id"), id);

        let approve = json!({ "input": { "requestId": id, "planHash": hash } });
        let approved = owner.graphql(&operation("ApproveDataSubjectRequest"), approve).await;
        assert_eq!(approved.text("/approveDataSubjectRequest/request/state"), "APPROVED");
        assert_eq!(approved.text("/approveDataSubjectRequest/request/job/kind"), "ERASE_SUBJECT");
        app.run_jobs().await;
    }

    async fn an_officer_enters_verifies_extends_and_refuses_a_request(app: &TestApp) {
        let owner = app.owner().await;
        let subject = json!({ "email": "ann@elsewhere.example", "identifiers": [{ "kind": "TEXT", "value": "customer 4711" }] });
        let entered = owner.graphql(&operation("CreateDataSubjectRequest"), json!({ "input": { "right": "ERASURE", "subject": subject } })).await;
        let id = entered.text("/createDataSubjectRequest/request/id");
        for (name, input, state) in [
            ("VerifyDataSubjectRequest", json!({ "method": "DOCUMENT", "evidence": "Passport." }), "PLANNED"),
            ("ExtendDataSubjectRequest", json!({ "months": 2, "reason": "Many systems." }), "PLANNED"),
            ("RefuseDataSubjectRequest", json!({ "ground": "LEGAL_CLAIMS", "explanation": "A lawsuit." }), "REFUSED"),
        ] {
            let mut input = input;
            input["requestId"] = json!(id);
            let answer = owner.graphql(&operation(name), json!({ "input": input })).await;
            let field = name[..1].to_lowercase() + &name[1..];
            assert_eq!(answer.text(&format!("/{field}/request/state")), state, "{name}");
        }
        app.run_jobs().await;
        let mails = app.mails_to("ann@elsewhere.example");
        assert_eq!(mails.len(), 2, "an extension and a refusal");
    }
}

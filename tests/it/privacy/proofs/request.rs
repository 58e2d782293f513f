//! An erasure request as the API brings it from the officer's form to its approval.

use serde_json::{Value, json};
use xorb_domain::identity::Role;
use xorb_domain::{Clock, SystemClock};

use crate::harness::{Client, TestApp};

const ERRORS: &str = "userErrors { code message path }";

/// The tenant's people who handle requests: whoever verifies is not who approves.
pub struct Office {
    pub officer: Client,
    owner: Client,
}

impl Office {
    pub async fn new(app: &TestApp) -> Self {
        Self {
            officer: app.member(Role::PrivacyOfficer).await,
            owner: app.owner().await.clone(),
        }
    }

    /// As `new`, at the machine's own time: processes beside the test have no other.
    pub async fn at_machine_time(app: &TestApp) -> Self {
        app.clock.advance(SystemClock.now() - app.clock.now());
        Self::new(app).await
    }

    /// A request to erase the person of this address, up to its plan; its id.
    pub async fn plan(&self, address: &str) -> String {
        self.plan_for(json!({ "email": address })).await
    }

    async fn plan_for(&self, subject: Value) -> String {
        let input = json!({ "right": "ERASURE", "subject": subject });
        let field = format!(
            "createDataSubjectRequest(input: $input) {{ request {{ id state }} {ERRORS} }}"
        );
        let created = self
            .officer
            .mutate("CreateDataSubjectRequestInput", &field, input)
            .await;
        let id = created.text("/createDataSubjectRequest/request/id");
        let input = json!({ "requestId": id, "method": "IN_PERSON", "evidence": "passport seen" });
        let field =
            format!("verifyDataSubjectRequest(input: $input) {{ request {{ state }} {ERRORS} }}");
        let verified = self
            .officer
            .mutate("VerifyDataSubjectRequestInput", &field, input)
            .await;
        assert_eq!(
            verified.text("/verifyDataSubjectRequest/request/state"),
            "PLANNED"
        );
        id
    }

    /// Approves the plan as it is; the work is queued then.
    pub async fn approve(&self, id: &str) {
        let input = json!({ "requestId": id, "planHash": self.read(id).await["plan"]["hash"] });
        let field =
            format!("approveDataSubjectRequest(input: $input) {{ request {{ state }} {ERRORS} }}");
        let approved = self
            .owner
            .mutate("ApproveDataSubjectRequestInput", &field, input)
            .await;
        assert_eq!(
            approved.text("/approveDataSubjectRequest/request/state"),
            "APPROVED"
        );
    }

    /// An approved request to erase the person of this address.
    pub async fn order(&self, address: &str) -> String {
        let id = self.plan(address).await;
        self.approve(&id).await;
        id
    }

    /// The same for a person who is stated otherwise.
    pub async fn order_for(&self, subject: Value) -> String {
        let id = self.plan_for(subject).await;
        self.approve(&id).await;
        id
    }

    /// The id of the request that came in last.
    pub async fn newest(&self) -> String {
        let query = "{ dataSubjectRequests(first: 1) { nodes { id } } }";
        let answer = self.officer.graphql(query, json!({})).await;
        answer.text("/dataSubjectRequests/nodes/0/id")
    }

    /// All that the API shows of a request.
    pub async fn read(&self, id: &str) -> Value {
        let query = "query($id: ID!) { dataSubjectRequest(id: $id) { state job { state attempt error { code } } \
                     plan { hash items { location strategy rows retainedBecause } conflicts { code message } } \
                     tasks { location state rows error { code message } } certificate { jws } } }";
        let answer = self.officer.graphql(query, json!({ "id": id })).await;
        answer.data("/dataSubjectRequest").clone()
    }
}

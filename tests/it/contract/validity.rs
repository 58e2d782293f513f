//! Every operation that is built validates; those that later work brings are listed, and the list can only shrink.

use async_graphql::{Executor, Request, Variables};
use futures_util::StreamExt;
use serde_json::json;
use xorb_api::graphql::GraphQl;

use super::operations;
use crate::structure::sources::rust_files_under;

/// Risk acceptance, retest, legal holds.
const NOT_BUILT_YET: [&str; 4] = [
    "AcceptRisk",
    "RetestFinding",
    "PlaceLegalHold",
    "ReleaseLegalHold",
];

/// Whether an operation of the contract is expected to work.
pub fn is_built(name: &str) -> bool {
    !NOT_BUILT_YET.contains(&name)
}

/// What is wrong with a document. Nobody calls, so what is right fails in its resolvers, which errors with a path tell.
pub async fn faults(document: &str) -> Vec<String> {
    let id = "scan_00000000000000000000000000";
    let variables = json!({ "id": id, "scanId": id, "jobId": id });
    let request = Request::new(document).variables(Variables::from_json(variables));
    let responses: Vec<_> = GraphQl::new().execute_stream(request, None).collect().await;
    let errors = responses.into_iter().flat_map(|response| response.errors);
    let is_fault = |error: &async_graphql::ServerError| error.path.is_empty();
    errors.filter(is_fault).map(|error| error.message).collect()
}

#[tokio::test]
async fn every_operation_that_is_built_validates() {
    for operation in operations() {
        if is_built(&operation.name) {
            let faults = faults(&operation.document).await;
            assert!(faults.is_empty(), "{}: {faults:?}", operation.name);
        }
    }
}

#[test]
fn every_operation_that_is_built_is_sent_by_a_test() {
    let files = rust_files_under(&["tests/it"]).into_iter();
    let elsewhere = files.filter(|(path, _)| !path.starts_with("tests/it/contract"));
    let texts: Vec<String> = elsewhere.map(|(_, text)| text).collect();
    let built = operations().into_iter().map(|operation| operation.name);
    let unsent = built.filter(|name| {
        let literal = format!("\"{name}\"");
        is_built(name) && !texts.iter().any(|text| text.contains(&literal))
    });
    let unsent: Vec<String> = unsent.collect();
    assert!(unsent.is_empty(), "send these over HTTP: {unsent:?}");
}

#[tokio::test]
async fn what_is_said_not_to_be_built_is_not() {
    let operations = operations();
    for name in NOT_BUILT_YET {
        let operation = operations.iter().find(|operation| operation.name == name);
        let document = &operation.expect(name).document;
        assert!(
            !faults(document).await.is_empty(),
            "{name} is built: take it off the list"
        );
    }
}

//! The tabs with which `GraphiQL` opens: their documents validate against the schema.

use super::validity::faults;
use crate::structure::sources::root;

/// The documents in the script: its template literals, without what is put into them.
fn documents(script: &str) -> Vec<String> {
    let literals = script.split('`').skip(1).step_by(2);
    let document = |literal: &str| literal.replace("${run}", "");
    literals
        .map(document)
        .filter(|text| text.contains('{'))
        .collect()
}

#[tokio::test]
async fn every_ready_tab_validates() {
    let script = root().join("api/assets/graphiql/src/tabs.js");
    let documents = documents(&std::fs::read_to_string(script).unwrap());
    assert!(documents.len() >= 7, "{documents:?}");
    for document in documents {
        let faults = faults(&document).await;
        assert!(faults.is_empty(), "{document}: {faults:?}");
    }
}

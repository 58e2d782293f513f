//! The tabs with which `GraphiQL` opens: their documents validate against the schema, and they are in what is served.

use std::fs;
use std::process::Command;

use super::validity::faults;
use crate::structure::sources::root;

/// What somebody tries first.
const OPERATIONS: [&str; 10] = [
    "mutation SignUp(",
    "mutation LogIn(",
    "query Viewer ",
    "mutation CreateAsset(",
    "mutation VerifyAsset(",
    "mutation StartScan(",
    "subscription ScanUpdated(",
    "query Findings ",
    "mutation CreateDataSubjectRequest(",
    "mutation CreateWebhookEndpoint(",
];

/// The documents in the script: its template literals, without what is put into them.
fn documents() -> Vec<String> {
    let script = fs::read_to_string(root().join("api/assets/graphiql/src/tabs.js")).unwrap();
    let literals = script.split('`').skip(1).step_by(2);
    let document = |literal: &str| literal.replace("${run}", "");
    literals
        .map(document)
        .filter(|text| text.contains('{'))
        .collect()
}

#[tokio::test]
async fn every_ready_tab_validates() {
    let documents = documents();
    assert_eq!(documents.len(), OPERATIONS.len());
    for (document, operation) in documents.iter().zip(OPERATIONS) {
        assert!(document.contains(operation), "{operation}: {document}");
        let faults = faults(document).await;
        assert!(faults.is_empty(), "{document}: {faults:?}");
    }
}

#[test]
fn what_is_served_has_the_tabs_and_names_no_other_host_to_load_from() {
    let bundle = root().join("api/assets/graphiql/graphiql.min.js.gz");
    let unpacked = Command::new("gzip").arg("-dc").arg(bundle).output();
    let script = String::from_utf8(unpacked.unwrap().stdout).unwrap();
    for operation in OPERATIONS {
        assert!(
            script.contains(operation),
            "{operation} is not in the bundle: run api/assets/graphiql/update.sh"
        );
    }
    for host in ["unpkg.com", "cdn.jsdelivr.net", "esm.sh", "googleapis.com"] {
        assert!(!script.contains(&format!("https://{host}")), "{host}");
    }
}

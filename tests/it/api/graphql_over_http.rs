//! The audit suite of the GraphQL-over-HTTP specification (npm `graphql-http`): every MUST, SHOULD and MAY.

use crate::harness::{Mode, Script, TestApp};
use serde_json::json;

#[tokio::test]
async fn every_audit_of_graphql_over_http_passes() {
    let app = TestApp::start(Mode::Embedded).await;
    let url = format!("{}/graphql", app.base());
    let audits = Script::start("graphql_clients", "audit.mjs", &json!({ "url": url }))
        .all()
        .await;
    let report: Vec<String> = audits
        .iter()
        .map(|audit| {
            let text = |field: &str| audit[field].as_str().unwrap_or_default().to_owned();
            let line = format!(
                "{} {} {} {}",
                text("status"),
                text("id"),
                text("name"),
                text("reason")
            );
            line.trim_end().to_owned()
        })
        .collect();
    assert!(
        report.iter().all(|line| line.starts_with("ok ")),
        "{report:#?}"
    );
    insta::assert_snapshot!(report.join("\n"));
    app.finish().await;
}

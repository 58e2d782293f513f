//! What is left of the rate limit, in the answer as in its headers.

use crate::contract::operation;
use crate::harness::{Mode, TestApp};
use serde_json::json;

#[tokio::test]
async fn a_client_is_told_what_it_has_left() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    let nobody = app.anonymous();
    let first = nobody.graphql(&operation("RateLimit"), json!({})).await;
    let second = nobody.graphql(&operation("RateLimit"), json!({})).await;
    let left = |pointer: &str| second.data(pointer).as_i64().unwrap();
    assert_eq!(left("/rateLimit/cost"), 5, "a point for each field");
    assert!(left("/rateLimit/remaining") < left("/rateLimit/limit"));
    assert!(first.data("/rateLimit/resetAt").is_string());
    let header = second.headers["ratelimit"].to_str().unwrap();
    assert!(
        header.contains(&format!("r={};", left("/rateLimit/remaining"))),
        "{header}"
    );
    app.finish().await;
}

#[tokio::test]
async fn where_no_limit_is_kept_there_is_nothing_to_tell() {
    let app = TestApp::start(Mode::Embedded).await;
    let answer = app
        .anonymous()
        .graphql(&operation("RateLimit"), json!({}))
        .await;
    assert!(answer.data("/rateLimit").is_null());
    app.finish().await;
}

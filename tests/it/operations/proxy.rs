//! The client's address is the peer's, unless the peer is a proxy that the operator trusts.

use crate::harness::{Client, PASSWORD, TestNginx, XorbProcess, nginx};
use serde_json::json;

const FORGED: &str = "203.0.113.9";
/// Where the client is, as nginx sees it.
const CLIENT: &str = "127.0.0.2";

fn proxy_to(address: &str) -> TestNginx {
    nginx(
        &format!(
            "server {{ listen 127.0.0.1:{{{{PORT}}}}; location / {{ proxy_pass {address}; \
             proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }} }}"
        ),
        &[],
    )
}

/// Signs up with a forged header through nginx; the address that the audit trail remembers.
async fn remembered_address(trusted_proxies: &str) -> String {
    let environment = [
        ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
        ("XORB__HTTP__TRUSTED_PROXIES", trusted_proxies.to_owned()),
    ];
    let mut xorb = XorbProcess::start(&[], &environment);
    xorb.wait_until_ready().await;
    let nginx = proxy_to(&xorb.addresses().0.unwrap());
    let client = Client::from(&format!("http://127.0.0.1:{}", nginx.port), CLIENT);
    let input = json!({
        "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
        "displayName": "Owner",
    });
    let body = json!({
        "query": "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }",
        "variables": { "input": input },
    });
    let request = client
        .request(reqwest::Method::POST, "/graphql")
        .header("X-Forwarded-For", FORGED)
        .json(&body);
    let answer = crate::harness::Answer::of(request.send().await.unwrap()).await;
    let client = client.with_token(&answer.text("/signUp/session/accessToken"));
    let events = client
        .graphql(
            "{ auditEvents(first: 100) { nodes { action address } } }",
            json!({}),
        )
        .await;
    let events = events.data("/auditEvents/nodes").as_array().unwrap();
    let signed_up = events
        .iter()
        .find(|event| event["action"] == "tenant.signed_up")
        .unwrap();
    signed_up["address"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_forged_header_is_ignored_when_no_proxy_is_trusted() {
    assert_eq!(remembered_address("").await, "127.0.0.1");
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_address_is_the_one_that_it_saw() {
    assert_eq!(remembered_address("127.0.0.1/32").await, CLIENT);
}

//! Rate limit, client address and request id, through the whole application.

use actix_web::http::StatusCode;
use actix_web::test::{call_service, init_service};
use xorb_domain::settings::Role;

use super::client::{get, post, send, send_to, with};
use crate::http::app;
use crate::testing::edge_with;

const SMALL: [(&str, &str); 2] = [
    ("XORB__RATE_LIMIT__BURST", "3"),
    ("XORB__RATE_LIMIT__REQUESTS_PER_SECOND", "1"),
];

async fn statuses(variables: &[(&str, &str)], forwarded: impl Fn(usize) -> String) -> Vec<u16> {
    let service = init_service(app(edge_with(Role::Embedded, variables, |_| {}))).await;
    let mut statuses = Vec::new();
    for n in 0..5 {
        let request = with(post("{ hello }"), &[("x-forwarded-for", &forwarded(n))]).to_request();
        statuses.push(call_service(&service, request).await.status().as_u16());
    }
    statuses
}

#[actix_web::test]
async fn beyond_the_burst_requests_are_429_and_a_forged_address_does_not_help() {
    assert_eq!(
        statuses(&SMALL, |n| format!("203.0.113.{n}")).await,
        [200, 200, 200, 429, 429]
    );
}

#[actix_web::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let variables = [
        SMALL[0],
        SMALL[1],
        ("XORB__HTTP__TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    assert_eq!(
        statuses(&variables, |n| format!("203.0.113.{n}")).await,
        [200; 5]
    );
    assert_eq!(
        statuses(&variables, |n| format!("198.51.100.{n}, 203.0.113.1")).await,
        [200, 200, 200, 429, 429]
    );
}

#[actix_web::test]
async fn shadow_and_off_refuse_nothing() {
    for mode in ["shadow", "off"] {
        let variables = [SMALL[0], SMALL[1], ("XORB__RATE_LIMIT__MODE", mode)];
        assert_eq!(
            statuses(&variables, |_| String::new()).await,
            [200; 5],
            "{mode}"
        );
    }
}

#[actix_web::test]
async fn the_limit_is_told_in_headers_and_a_refusal_is_a_graphql_error() {
    let edge = edge_with(Role::Embedded, &SMALL, |_| {});
    let reply = send_to(edge.clone(), post("{ hello }")).await;
    assert_eq!(
        reply.header("ratelimit-policy"),
        "\"address\";q=3;w=3, \"address-requests-3s\";q=3;w=3, \"global-requests-1s\";q=20000;w=1"
    );
    assert!(
        reply
            .header("ratelimit")
            .starts_with("\"address\";r=2;t=1, \"address-requests-3s\";r=2;t=1")
    );
    for _ in 0..2 {
        send_to(edge.clone(), post("{ hello }")).await;
    }
    let reply = send_to(edge.clone(), post("{ hello }")).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED")
    );
    assert_eq!(
        (reply.header("retry-after"), reply.header("ratelimit")),
        ("1", "\"address\";r=0;t=3")
    );
    assert_eq!(send_to(edge, get("/livez")).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_request_id_is_taken_from_a_trusted_proxy_only() {
    let given = "0190163d-8694-739b-aea5-966c26f8ad91";
    let reply = send(with(post("{ hello }"), &[("x-request-id", given)])).await;
    let own = reply.header("x-request-id");
    assert!(own != given && uuid::Uuid::parse_str(own).unwrap().get_version_num() == 7);
    let edge = edge_with(
        Role::Embedded,
        &[("XORB__HTTP__TRUSTED_PROXIES", "127.0.0.1/32")],
        |_| {},
    );
    let reply = send_to(
        edge.clone(),
        with(post("{ hello }"), &[("x-request-id", given)]),
    )
    .await;
    assert_eq!(reply.header("x-request-id"), given);
    let reply = send_to(
        edge,
        with(post("{ hello }"), &[("x-request-id", "<script>")]),
    )
    .await;
    assert_ne!(reply.header("x-request-id"), "<script>");
}

#[actix_web::test]
async fn every_answer_has_the_security_headers() {
    for path in [
        "/",
        "/graphql?query=%7Bhello%7D",
        "/nothing",
        "/assets/pages.css",
        "/livez",
    ] {
        let reply = send(get(path)).await;
        for name in [
            "x-request-id",
            "x-content-type-options",
            "referrer-policy",
            "x-frame-options",
            "content-security-policy",
            "cross-origin-opener-policy",
        ] {
            assert!(!reply.header(name).is_empty(), "{name} of {path}");
        }
    }
    let edge = edge_with(
        Role::Embedded,
        &[("XORB__WEB__PUBLIC_URL", "https://xorb.example.org")],
        |_| {},
    );
    assert!(
        send_to(edge, get("/"))
            .await
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

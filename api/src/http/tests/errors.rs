//! What clients see of errors.

use std::time::Duration;

use actix_web::http::StatusCode;
use xorb_domain::settings::Role;

use super::client::{post, send, send_to, with};
use crate::testing::edge_with;

#[actix_web::test]
async fn an_internal_error_and_a_panic_show_nothing_but_the_request_id() {
    for query in ["{ broken { id } }", "{ panics }"] {
        let reply = send(post(query)).await;
        assert_eq!(reply.code(), "INTERNAL", "{query}");
        assert!(!reply.text.contains("secret"), "{}", reply.text);
        let shown = reply.json()["errors"][0]["extensions"]["requestId"].clone();
        assert_eq!(shown.as_str().unwrap(), reply.header("x-request-id"));
    }
    assert_eq!(
        send(post("{ panics }")).await.status,
        StatusCode::INTERNAL_SERVER_ERROR
    );
}

#[actix_web::test]
async fn an_operation_that_passes_its_deadline_is_given_up() {
    let edge = edge_with(Role::Embedded, &[], |edge| {
        edge.deadline = Duration::from_millis(20);
    });
    let reply = send_to(edge, post("{ endless }")).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE")
    );
}

#[actix_web::test]
async fn a_failed_nullable_field_leaves_its_siblings_alone() {
    let reply = send(post("{ hello missing { id } broken { id } }")).await;
    assert_eq!(reply.json()["data"]["hello"], "hello ", "{}", reply.text);
    assert_eq!(reply.json()["errors"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_limit_that_a_resolver_reports_says_when_to_come_back() {
    let reply = send(post("{ limited }")).await;
    assert_eq!(
        (reply.code().as_str(), reply.header("retry-after")),
        ("RATE_LIMITED", "7")
    );
    assert_eq!(
        reply.json()["errors"][0]["extensions"]["retryAfterSeconds"],
        7
    );
}

#[actix_web::test]
async fn the_cost_is_told_and_above_the_limit_nothing_runs() {
    let reply = send(post("{ cost things(first: 10) { nodes { id } } }")).await;
    assert_eq!(
        (
            &reply.json()["extensions"]["cost"],
            &reply.json()["data"]["cost"]
        ),
        (&22.into(), &22.into())
    );
    let reply = send(post("{ things(first: 100) { nodes { id parts { name } a: parts { name } b: parts { name } c: parts { name } d: parts { name } e: parts { name } f: parts { name } g: parts { name } h: parts { name } } } }")).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::BAD_REQUEST, "COST_EXCEEDED")
    );
}

#[actix_web::test]
async fn many_errors_are_cut_to_a_readable_number() {
    let unknown: Vec<_> = (0..500).map(|n| format!("x{n}: 1")).collect();
    let query = format!("{{ hello({}) }}", unknown.join(" "));
    assert_eq!(
        send(post(&query)).await.json()["errors"]
            .as_array()
            .unwrap()
            .len(),
        20
    );
}

#[actix_web::test]
async fn a_list_is_paged_to_its_end() {
    let (mut after, mut seen) = (String::from("null"), Vec::new());
    loop {
        let query = format!(
            "{{ things(first: 100, after: {after}) {{ totalCount nodes {{ id }} edges {{ cursor }} pageInfo {{ hasNextPage hasPreviousPage endCursor }} }} }}"
        );
        let reply = send(post(&query)).await.json();
        let things = &reply["data"]["things"];
        assert_eq!(things["totalCount"], 250, "{reply}");
        seen.extend(
            things["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["id"].as_i64().unwrap()),
        );
        assert_eq!(things["pageInfo"]["hasPreviousPage"], after != "null");
        if things["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = things["pageInfo"]["endCursor"].to_string();
    }
    assert_eq!(seen, (1..=250).collect::<Vec<_>>());
}

#[actix_web::test]
async fn introspection_can_be_closed_to_anonymous_callers_only() {
    let production = || {
        edge_with(
            Role::Embedded,
            &[("XORB__GRAPHQL__ANONYMOUS_INTROSPECTION", "false")],
            |_| {},
        )
    };
    let query = "{ __schema { queryType { name } } }";
    let reply = send_to(production(), post(query)).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
    );
    let reply = send_to(
        production(),
        with(post(query), &[("authorization", "Bearer good")]),
    )
    .await;
    assert_eq!(
        reply.json()["data"]["__schema"]["queryType"]["name"],
        "Query"
    );
    assert_eq!(send(post(query)).await.status, StatusCode::OK);
}

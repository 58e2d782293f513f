//! Operations on an open socket.

use serde_json::json;
use xorb_domain::settings::Role;

use super::client::{Client, Server};
use crate::testing::{edge, edge_with};

/// The messages of one operation, up to its end.
async fn outcome(client: &mut Client, id: &str) -> (Vec<i64>, serde_json::Value) {
    let mut values = Vec::new();
    loop {
        let message = client.next_json().await;
        assert_eq!(message["id"], id, "{message}");
        if message["type"] != "next" {
            return (values, message);
        }
        values.extend(message["payload"]["data"]["ticks"].as_i64());
    }
}

#[actix_web::test]
async fn a_subscription_gives_its_values_and_completes() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    client
        .subscribe("1", "subscription { ticks(upto: 3) }")
        .await;
    assert_eq!(
        outcome(&mut client, "1").await,
        (vec![1, 2, 3], json!({ "type": "complete", "id": "1" }))
    );
    server.stop().await;
}

#[actix_web::test]
async fn queries_and_mutations_run_too_as_the_one_who_greeted() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    for (query, data) in [
        ("{ viewer }", json!({ "viewer": "Ann" })),
        ("mutation { change }", json!({ "change": 1 })),
    ] {
        client.subscribe("a", query).await;
        let message = client.next_json().await;
        assert_eq!(
            (&message["type"], &message["payload"]["data"]),
            (&json!("next"), &data)
        );
        assert_eq!(message["payload"]["extensions"]["cost"], 1);
        assert_eq!(client.next_json().await["type"], "complete");
    }
    server.stop().await;
}

#[actix_web::test]
async fn refused_documents_are_errors_of_their_operation_and_the_socket_stays() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    let nested = format!("{{ numbers(list: {}) }}", "[".repeat(1_000));
    for (query, code) in [
        ("{", "BAD_USER_INPUT"),
        ("{ unknown }", "BAD_USER_INPUT"),
        (nested.as_str(), "COST_EXCEEDED"),
    ] {
        client.subscribe("1", query).await;
        let (_, last) = outcome(&mut client, "1").await;
        assert_eq!(
            (&last["type"], &last["payload"][0]["extensions"]["code"]),
            (&json!("error"), &json!(code))
        );
    }
    client.subscribe("1", "{ hello }").await;
    assert_eq!(client.next_json().await["type"], "next");
    server.stop().await;
}

#[actix_web::test]
async fn an_error_that_a_subscription_returns_has_its_code_and_a_panic_shows_nothing() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    client.subscribe("1", "subscription { fails }").await;
    let message = client.next_json().await;
    assert_eq!(
        message["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND",
        "{message}"
    );
    assert_eq!(client.next_json().await["type"], "complete");
    client.subscribe("2", "subscription { panicking }").await;
    let (_, last) = outcome(&mut client, "2").await;
    assert_eq!(
        (&last["type"], &last["payload"][0]["extensions"]["code"]),
        (&json!("error"), &json!("INTERNAL"))
    );
    assert!(!last.to_string().contains("secret"));
    server.stop().await;
}

#[actix_web::test]
async fn a_completed_operation_says_nothing_more_and_its_id_is_free_again() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    client.subscribe("1", "subscription { flood }").await;
    assert_eq!(client.next_json().await["type"], "next");
    client.send(&json!({ "type": "complete", "id": "1" })).await;
    client.subscribe("2", "{ hello }").await;
    while client.next_json().await["id"] == "1" {}
    assert_eq!(
        client.next_json().await,
        json!({ "type": "complete", "id": "2" })
    );
    client
        .subscribe("1", "subscription { ticks(upto: 1) }")
        .await;
    assert_eq!(outcome(&mut client, "1").await.0, [1]);
    server.stop().await;
}

#[actix_web::test]
async fn an_id_in_use_closes_the_socket() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    client.subscribe("1", "subscription { silence }").await;
    client.subscribe("1", "{ hello }").await;
    assert_eq!(client.close_code().await, 4409);
    server.stop().await;
}

#[actix_web::test]
async fn at_most_twenty_operations_run_on_one_socket() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    for n in 0..20 {
        client
            .subscribe(&n.to_string(), "subscription { silence }")
            .await;
    }
    client.subscribe("20", "{ hello }").await;
    let (_, last) = outcome(&mut client, "20").await;
    assert_eq!(last["payload"][0]["extensions"]["code"], "COST_EXCEEDED");
    client.send(&json!({ "type": "complete", "id": "0" })).await;
    client.subscribe("21", "{ hello }").await;
    assert_eq!(client.next_json().await["type"], "next");
    server.stop().await;
}

#[actix_web::test]
async fn messages_count_for_the_rate_limit() {
    let small = [
        ("XORB__RATE_LIMIT__BURST", "4"),
        ("XORB__RATE_LIMIT__REQUESTS_PER_SECOND", "1"),
    ];
    let server = Server::start(edge_with(Role::Embedded, &small, |_| {}));
    let mut client = server.open().await;
    for _ in 0..3 {
        client.send(&json!({ "type": "ping" })).await;
        assert_eq!(client.next_json().await["type"], "pong");
    }
    client.subscribe("1", "{ hello }").await;
    let (_, last) = outcome(&mut client, "1").await;
    assert_eq!(last["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    client.send(&json!({ "type": "ping" })).await;
    assert_eq!(client.close_code().await, 4429);
    server.stop().await;
}

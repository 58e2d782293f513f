//! From the first byte to the acknowledgement.

use serde_json::json;

use super::client::{Frame, PROTOCOL, Server};
use crate::testing::edge;

const COOKIE: (&str, &str) = ("cookie", "__Host-xorb_session=good");

#[actix_web::test]
async fn the_subprotocol_must_be_offered() {
    let server = Server::start(edge());
    let refused = Frame::Close(4406, "Subprotocol not acceptable".into());
    for offered in ["", "graphql-ws", "soap, graphql-ws"] {
        let header = [("sec-websocket-protocol", offered)];
        let headers = &header[..usize::from(!offered.is_empty())];
        let mut client = server.connect(headers).await.unwrap();
        assert_eq!(client.receive().await, refused, "{offered}");
    }
    let both = [("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")];
    let mut client = server.connect(&both).await.unwrap();
    client.subscribe("1", "{ hello }").await;
    assert_eq!(client.close_code().await, 4401);
    server.stop().await;
}

#[actix_web::test]
async fn credentials_come_in_the_first_message() {
    let server = Server::start(edge());
    for name in ["Authorization", "authorization"] {
        let mut client = server.connect(&[PROTOCOL]).await.unwrap();
        client
            .send(&json!({ "type": "connection_init", "payload": { name: "Bearer good" } }))
            .await;
        assert_eq!(client.next_json().await["type"], "connection_ack");
    }
    server.stop().await;
}

#[actix_web::test]
async fn missing_and_wrong_credentials_close_with_unauthorized() {
    let server = Server::start(edge());
    for payload in [
        json!(null),
        json!({}),
        json!({ "Authorization": "Bearer wrong" }),
        json!({ "Authorization": 7 }),
        json!("Bearer good"),
    ] {
        let mut client = server.connect(&[PROTOCOL]).await.unwrap();
        client
            .send(&json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(client.close_code().await, 4401, "{payload}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn if_credentials_cannot_be_verified_now_the_client_shall_come_back() {
    let server = Server::start(edge());
    let mut client = server.connect(&[PROTOCOL]).await.unwrap();
    client
        .send(&json!({ "type": "connection_init", "payload": { "Authorization": "Bearer away" } }))
        .await;
    assert_eq!(client.close_code().await, 1013);
    server.stop().await;
}

#[actix_web::test]
async fn a_cookie_counts_from_an_allowed_origin_only() {
    let server = Server::start(edge());
    for origin in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("x-nothing", ""),
    ] {
        assert_eq!(
            server.connect(&[PROTOCOL, COOKIE, origin]).await.err(),
            Some(403),
            "{origin:?}"
        );
    }
    let mut client = server
        .connect(&[PROTOCOL, COOKIE, ("origin", "http://localhost:3000")])
        .await
        .unwrap();
    client.send(&json!({ "type": "connection_init" })).await;
    assert_eq!(client.next_json().await["type"], "connection_ack");
    server.stop().await;
}

#[actix_web::test]
async fn who_says_nothing_for_three_seconds_is_sent_away() {
    let server = Server::start(edge());
    let mut client = server.connect(&[PROTOCOL]).await.unwrap();
    assert_eq!(
        client.receive().await,
        Frame::Close(4408, "Connection initialisation timeout".into())
    );
    assert_eq!(client.receive().await, Frame::End);
    server.stop().await;
}

#[actix_web::test]
async fn an_operation_before_the_greeting_is_unauthorized_and_a_second_greeting_too_many() {
    let server = Server::start(edge());
    let mut client = server.connect(&[PROTOCOL]).await.unwrap();
    client.subscribe("1", "{ hello }").await;
    assert_eq!(client.close_code().await, 4401);
    let mut client = server.open().await;
    client.send(&json!({ "type": "connection_init" })).await;
    assert_eq!(client.close_code().await, 4429);
    server.stop().await;
}

#[actix_web::test]
async fn what_is_no_message_closes_with_a_reason() {
    let server = Server::start(edge());
    for (first_byte, payload, code) in [
        (0x81, b"nonsense".to_vec(), 4400),
        (0x81, br#"{"type":"unknown"}"#.to_vec(), 4400),
        (0x82, b"{}".to_vec(), 4400),
        (0x81, vec![b' '; 65_537], 1009),
        (0x83, b"x".to_vec(), 1002),
    ] {
        for greeted in [false, true] {
            let mut client = if greeted {
                server.open().await
            } else {
                server.connect(&[PROTOCOL]).await.unwrap()
            };
            client.send_frame(first_byte, &payload).await;
            assert_eq!(client.close_code().await, code, "{first_byte:#x} {greeted}");
        }
    }
    server.stop().await;
}

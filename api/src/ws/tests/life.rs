//! How sockets live on and end.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncWriteExt;
use xorb_domain::settings::Role;

use super::client::{Frame, Server};
use crate::testing::{TestCallers, edge, edge_with};

#[actix_web::test]
async fn pings_of_both_kinds_are_answered() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    client
        .send(&json!({ "type": "ping", "payload": { "x": 1 } }))
        .await;
    assert_eq!(client.next_json().await, json!({ "type": "pong" }));
    client.send_frame(0x89, b"hi").await;
    assert_eq!(client.receive().await, Frame::Pong(b"hi".to_vec()));
    server.stop().await;
}

#[actix_web::test]
async fn who_loses_its_rights_is_sent_away_at_the_next_check() {
    let callers = Arc::new(TestCallers::default());
    let edge = edge_with(Role::Embedded, &[], |edge| {
        edge.callers = callers.clone();
        edge.reauthorise_every = Duration::from_millis(20);
    });
    let server = Server::start(edge);
    let mut client = server.open().await;
    client.subscribe("1", "{ hello }").await;
    assert_eq!(client.next_json().await["type"], "next");
    callers.lost_rights.store(true, Ordering::SeqCst);
    assert_eq!(client.close_code().await, 4401);
    server.stop().await;
}

#[actix_web::test]
async fn a_revoked_session_closes_its_sockets_at_once() {
    let callers = Arc::new(TestCallers::default());
    let server = Server::start(edge_with(Role::Embedded, &[], |edge| {
        edge.callers = callers.clone();
    }));
    let mut client = server.open().await;
    callers.revocation.cancel();
    assert_eq!(client.close_code().await, 4401);
    server.stop().await;
}

#[actix_web::test]
async fn a_stop_tells_clients_to_go() {
    let server = Server::start(edge());
    let mut client = server.open().await;
    server.edge.close_sockets();
    assert_eq!(client.close_code().await, 1001);
    server.stop().await;
}

#[actix_web::test]
async fn a_client_that_closes_or_vanishes_gives_its_place_back() {
    let server = Server::start(edge());
    let mut polite = server.open().await;
    let mut rude = server.open().await;
    assert_eq!(server.edge.sockets.count(), 2);
    polite.send_frame(0x88, &1000_u16.to_be_bytes()).await;
    rude.subscribe("1", "subscription { silence }").await;
    rude.stream.shutdown().await.unwrap();
    drop(rude);
    tokio::time::timeout(Duration::from_secs(10), async {
        while server.edge.sockets.count() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("places are still taken");
    server.stop().await;
}

#[actix_web::test]
async fn who_reads_nothing_does_not_make_the_server_grow() {
    let impatient = edge_with(Role::Embedded, &[], |edge| {
        edge.reader_patience = Duration::from_millis(200);
    });
    let server = Server::start(impatient);
    let mut client = server.open().await;
    client.subscribe("1", "subscription { flood }").await;
    client.subscribe("2", "{ hello }").await;
    // Nothing is read until the server gives up on us; others are served meanwhile.
    let mut other = server.open().await;
    other.subscribe("1", "{ hello }").await;
    assert_eq!(other.next_json().await["type"], "next");
    tokio::time::timeout(Duration::from_secs(30), async {
        while server.edge.sockets.count() > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the slow reader is still there");
    server.stop().await;
}

//! Subscriptions as event streams, over the test schema.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::http::StatusCode;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use xorb_domain::settings::Role;

use super::client::{get, post, send, send_to, with};
use crate::testing::{TestCallers, edge, edge_with};
use crate::ws::tests::client::Server;

const EVENTS: (&str, &str) = ("accept", "text/event-stream");
const ANN: (&str, &str) = ("authorization", "Bearer good");
const PATIENCE: Duration = Duration::from_secs(20);

/// Names and data of all events of a whole stream.
fn events(text: &str) -> Vec<(&str, Value)> {
    let events = text.split("\n\n").filter(|event| !event.is_empty());
    let events = events.filter(|event| !event.starts_with(':'));
    let read = |event| {
        let (name, data) = str::split_once(event, '\n').unwrap();
        let data = data.strip_prefix("data: ").unwrap();
        let data = serde_json::from_str(data).unwrap_or_default();
        (name.strip_prefix("event: ").unwrap(), data)
    };
    events.map(read).collect()
}

#[actix_web::test]
async fn a_subscription_is_streamed_to_its_end() {
    let document = "subscription { ticks(upto: 3) }";
    for request in [
        post(document),
        get("/graphql?query=subscription%7Bticks(upto%3A3)%7D"),
    ] {
        let reply = send(with(request, &[EVENTS, ANN])).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(
            reply.header("content-type"),
            "text/event-stream; charset=utf-8"
        );
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("x-accel-buffering"), "no");
        assert!(reply.text.starts_with(":\n\n"), "a first sign of life");
        let events = events(&reply.text);
        let ticks = events
            .iter()
            .map(|(_, data)| data["data"]["ticks"].as_i64());
        let ticks: Vec<_> = ticks.collect();
        assert_eq!(ticks, [Some(1), Some(2), Some(3), None]);
        assert_eq!(events[3].0, "complete");
    }
}

#[actix_web::test]
async fn who_accepts_json_as_well_gets_events_for_subscriptions_only() {
    let both = ("accept", "application/json, text/event-stream");
    let streamed = send(with(post("subscription { ticks(upto: 1) }"), &[both, ANN])).await;
    assert_eq!(events(&streamed.text).len(), 2);
    let whole = send(with(post("{ hello }"), &[both, ANN])).await;
    assert_eq!(whole.json()["data"]["hello"], "hello ");
}

#[actix_web::test]
async fn queries_and_mutations_are_streams_of_one_result() {
    let reply = send(with(post("mutation { change logIn }"), &[EVENTS])).await;
    let events = events(&reply.text);
    assert_eq!(events[0].1["data"]["change"], 1);
    assert_eq!(
        (events[0].0, events[1].0, events.len()),
        ("next", "complete", 2)
    );
    assert!(
        reply
            .header("set-cookie")
            .starts_with("__Host-xorb_session=")
    );
    let by_get = send(with(get("/graphql?query=mutation%7Bchange%7D"), &[EVENTS])).await;
    assert_eq!(by_get.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[actix_web::test]
async fn what_is_wrong_with_a_document_is_an_event_and_who_may_not_is_a_status() {
    for document in [
        "{",
        "subscription { missing }",
        "subscription { fails }",
        "{ missing }",
    ] {
        let reply = send(with(post(document), &[EVENTS, ANN])).await;
        assert_eq!(reply.status, StatusCode::OK, "{document}");
        let events = events(&reply.text);
        assert!(
            events[0].1["errors"][0]["message"].is_string(),
            "{document}"
        );
        assert_eq!(events[1].0, "complete", "{document}");
    }
    let ticks = || post("subscription { ticks(upto: 1) }");
    for (headers, status) in [
        (&[EVENTS, ("authorization", "Bearer wrong")][..], 401),
        (&[EVENTS, ("cookie", "__Host-xorb_session=good")][..], 403),
        (&[EVENTS, ("authorization", "Bearer away")][..], 503),
    ] {
        let reply = send(with(ticks(), headers)).await;
        assert_eq!(reply.status.as_u16(), status);
        assert!(reply.json()["errors"][0]["extensions"]["code"].is_string());
    }
}

#[actix_web::test]
async fn a_caller_without_rights_is_told_so_and_the_stream_ends() {
    for is_revoked in [true, false] {
        let callers = Arc::new(TestCallers::default());
        let known = callers.clone();
        let edge = edge_with(Role::Embedded, &[], |edge| {
            edge.callers = known;
            edge.reauthorise_every = Duration::from_millis(20);
        });
        if is_revoked {
            callers.revocation.cancel();
        } else {
            callers.lost_rights.store(true, Ordering::SeqCst);
        }
        let silence = with(post("subscription { silence }"), &[EVENTS, ANN]);
        let reply = send_to(edge, silence).await;
        let events = events(&reply.text);
        assert_eq!(
            events[0].1["errors"][0]["extensions"]["code"],
            "UNAUTHENTICATED"
        );
        assert_eq!(events[1].0, "complete");
    }
}

#[actix_web::test]
async fn a_stop_ends_streams_without_a_word_so_that_clients_come_back() {
    let edge = edge();
    edge.close_sockets();
    let silence = with(post("subscription { silence }"), &[EVENTS, ANN]);
    let reply = send_to(edge, silence).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(events(&reply.text).is_empty());
}

/// Opens a stream on a connection of its own.
async fn open(server: &Server, document: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let body = serde_json::json!({ "query": document }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\nauthorization: Bearer good\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 15];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 200 OK");
    stream
}

async fn until_places_taken(server: &Server, places: usize) {
    let waiting = async {
        while server.edge.sockets.count() != places {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .expect("the places are taken otherwise");
}

#[actix_web::test]
async fn streams_take_places_as_sockets_do_and_give_them_back_when_the_client_is_gone() {
    let server = Server::start(edge());
    let stream = open(&server, "subscription { silence }").await;
    let _socket = server.open().await;
    until_places_taken(&server, 2).await;
    drop(stream);
    until_places_taken(&server, 1).await;
    server.stop().await;
}

#[actix_web::test]
async fn who_does_not_read_is_given_up() {
    let impatient = edge_with(Role::Embedded, &[], |edge| {
        edge.reader_patience = Duration::from_millis(200);
    });
    let server = Server::start(impatient);
    let _stream = open(&server, "subscription { flood }").await;
    until_places_taken(&server, 1).await;
    until_places_taken(&server, 0).await;
    server.stop().await;
}

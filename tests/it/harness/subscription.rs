//! One subscription over a socket of its own (`graphql-transport-ws`), read as it comes.

use super::Client;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);

/// The mask of a frame may be anything; zeroes leave the text as it is.
const MASK: [u8; 4] = [0; 4];

pub struct Subscription {
    stream: TcpStream,
}

impl Client {
    /// Opens a socket as this client and subscribes.
    pub async fn subscribe(&self, query: &str, variables: Value) -> Subscription {
        self.subscribe_with(json!({ "query": query, "variables": variables }))
            .await
    }

    /// As `subscribe`, with a payload of one's own.
    pub async fn subscribe_with(&self, payload: Value) -> Subscription {
        let authority = self.base().trim_start_matches("http://");
        let mut stream = TcpStream::connect(authority).await.unwrap();
        let request = format!(
            "GET /graphql HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(
            head.starts_with(b"HTTP/1.1 101 "),
            "{}",
            String::from_utf8_lossy(&head)
        );
        let mut subscription = Subscription { stream };
        let authorization = self.access_token().map(|token| format!("Bearer {token}"));
        let init =
            json!({ "type": "connection_init", "payload": { "Authorization": authorization } });
        subscription.send(&init).await;
        assert_eq!(subscription.receive().await["type"], "connection_ack");
        subscription
            .send(&json!({ "id": "1", "type": "subscribe", "payload": payload }))
            .await;
        subscription
    }
}

impl Subscription {
    /// The data of the next event; `None` when the server has completed the subscription.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let message = self.receive().await;
            match message["type"].as_str() {
                Some("next") => return Some(message["payload"]["data"].clone()),
                Some("complete") => return None,
                Some("ping") => self.send(&json!({ "type": "pong" })).await,
                _ => panic!("{message}"),
            }
        }
    }

    /// The first event for which `holds`; those before it are passed over.
    pub async fn next_with(&mut self, holds: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.next().await.expect("the subscription goes on");
            if holds(&event) {
                return event;
            }
        }
    }

    /// The code with which the server closes the socket; events before it are passed over.
    pub async fn closed(&mut self) -> u16 {
        loop {
            let (kind, payload) = timeout(PATIENCE, self.read_frame())
                .await
                .expect("a close in time");
            if kind == 0x88 {
                return u16::from_be_bytes([payload[0], payload[1]]);
            }
        }
    }

    async fn send(&mut self, message: &Value) {
        const TEXT: u8 = 0x81;
        const MASKED: u8 = 0x80;
        const TWO_BYTES_OF_LENGTH: u8 = 0x7e;
        let text = message.to_string();
        let mut frame = vec![TEXT];
        if let Ok(short @ 0..=125) = u8::try_from(text.len()) {
            frame.push(MASKED | short);
        } else {
            frame.push(MASKED | TWO_BYTES_OF_LENGTH);
            frame.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        }
        frame.extend(MASK);
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).await.unwrap();
    }

    async fn receive(&mut self) -> Value {
        loop {
            let (kind, payload) = timeout(PATIENCE, self.read_frame())
                .await
                .expect("an event in time");
            match kind {
                0x81 => return serde_json::from_slice(&payload).unwrap(),
                0x89 | 0x8a => {}
                _ => panic!(
                    "the socket was closed: {}",
                    String::from_utf8_lossy(&payload)
                ),
            }
        }
    }

    async fn read_frame(&mut self) -> (u8, Vec<u8>) {
        let kind = self.stream.read_u8().await.unwrap();
        let length = match self.stream.read_u8().await.unwrap() {
            126 => usize::from(self.stream.read_u16().await.unwrap()),
            127 => usize::try_from(self.stream.read_u64().await.unwrap()).unwrap(),
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload).await.unwrap();
        (kind, payload)
    }
}

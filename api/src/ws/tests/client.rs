//! A WebSocket client that sends exactly what a test wants.

use std::fmt::Write;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Edge;
use crate::http::serve;

const PATIENCE: Duration = Duration::from_secs(20);
pub const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    pub edge: Data<Edge>,
    handle: ServerHandle,
}

impl Server {
    pub fn start(edge: Data<Edge>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = serve(edge.clone(), listener, 1).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            address,
            edge,
            handle,
        }
    }

    pub async fn stop(self) {
        self.handle.stop(false).await;
    }

    /// A socket after its greeting.
    pub async fn open(&self) -> Client {
        let mut client = self.connect(&[PROTOCOL]).await.unwrap();
        client.send(&json!({ "type": "connection_init", "payload": { "Authorization": "Bearer good" } })).await;
        assert_eq!(
            client.receive().await,
            Frame::Json(json!({ "type": "connection_ack" }))
        );
        client
    }

    /// A socket before its greeting, or the status of the refusal.
    pub async fn connect(&self, headers: &[(&str, &str)]) -> Result<Client, u16> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut request = format!(
            "GET /graphql HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
            self.address
        );
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        if status != 101 {
            return Err(status);
        }
        let head = head.to_ascii_lowercase();
        let offered = headers
            .iter()
            .find(|(name, _)| *name == "sec-websocket-protocol")
            .map(|(_, value)| *value);
        let chosen = match offered {
            Some(offered) if offered.contains(PROTOCOL.1) => Some(PROTOCOL.1),
            offered => offered.and_then(|offered| offered.split(',').next()),
        };
        assert_eq!(head.contains("sec-websocket-protocol"), chosen.is_some());
        let line = |chosen| format!("sec-websocket-protocol: {chosen}\r\n");
        assert!(chosen.map(line).is_none_or(|line| head.contains(&line)));
        Ok(Client { stream })
    }
}

/// What the server sent.
#[derive(Debug, PartialEq)]
pub enum Frame {
    Json(Value),
    Close(u16, String),
    Pong(Vec<u8>),
    /// The connection ended.
    End,
}

pub struct Client {
    pub stream: TcpStream,
}

impl Client {
    pub async fn send(&mut self, message: &Value) {
        self.send_frame(0x81, message.to_string().as_bytes()).await;
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.send(&json!({ "type": "subscribe", "id": id, "payload": { "query": query } }))
            .await;
    }

    /// A masked frame with a mask of zeros.
    pub async fn send_frame(&mut self, first_byte: u8, payload: &[u8]) {
        let mut frame = vec![first_byte];
        match payload.len() {
            length @ 0..=125 => frame.push(0x80 | u8::try_from(length).unwrap()),
            length @ 126..=65_535 => {
                frame.push(0xFE);
                frame.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            length => {
                frame.push(0xFF);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(payload);
        // The server may have closed already: what it said is read later.
        let _ = self.stream.write_all(&frame).await;
    }

    /// The next frame; the server's own pings are skipped.
    pub async fn receive(&mut self) -> Frame {
        loop {
            match tokio::time::timeout(PATIENCE, self.read_frame())
                .await
                .expect("the server says nothing")
            {
                Some((0x9, _)) => {}
                Some((0x1, text)) => return Frame::Json(serde_json::from_slice(&text).unwrap()),
                Some((0xA, payload)) => return Frame::Pong(payload),
                Some((0x8, payload)) => {
                    let code = u16::from_be_bytes([payload[0], payload[1]]);
                    return Frame::Close(code, String::from_utf8_lossy(&payload[2..]).into_owned());
                }
                Some((opcode, _)) => panic!("opcode {opcode}"),
                None => return Frame::End,
            }
        }
    }

    pub async fn next_json(&mut self) -> Value {
        match self.receive().await {
            Frame::Json(value) => value,
            other => panic!("{other:?}"),
        }
    }

    pub async fn close_code(&mut self) -> u16 {
        loop {
            match self.receive().await {
                Frame::Close(code, _) => return code,
                Frame::Json(_) | Frame::Pong(_) => {}
                Frame::End => panic!("ended without a reason"),
            }
        }
    }

    async fn read_frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let first = self.stream.read_u8().await.ok()?;
        let length = match self.stream.read_u8().await.ok()? & 0x7F {
            126 => usize::from(self.stream.read_u16().await.ok()?),
            127 => usize::try_from(self.stream.read_u64().await.ok()?).ok()?,
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload).await.ok()?;
        Some((first & 0x0F, payload))
    }
}

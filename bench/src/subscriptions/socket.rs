//! One subscription over a socket of its own (`graphql-transport-ws`).

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::api::{Api, text};

/// Sockets that one loopback address opens: fewer than one may.
const OF_ONE_ADDRESS: usize = 150;

pub struct Socket(TcpStream);

impl Socket {
    /// Follows a job, up to its snapshot. `number` counts the sockets.
    pub async fn follow(api: &Api, number: usize, job_id: &str) -> Result<Self> {
        let own = u8::try_from(number / OF_ONE_ADDRESS + 2)?;
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, own), 0)))?;
        let mut stream = socket.connect(api.address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /graphql HTTP/1.1\r\nhost: {}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\r\n",
            api.address
        );
        stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        ensure!(
            head.starts_with(b"HTTP/1.1 101"),
            "{}",
            String::from_utf8_lossy(&head)
        );
        let mut socket = Self(stream);
        let authorization = format!("Bearer {}", api.token);
        let init =
            json!({ "type": "connection_init", "payload": { "Authorization": authorization } });
        socket.send(&init).await?;
        ensure!(text(&socket.receive().await?, "/type")? == "connection_ack");
        let query = "subscription($id: ID!) { jobUpdated(jobId: $id) { id state } }";
        let payload = json!({ "query": query, "variables": { "id": job_id } });
        socket
            .send(&json!({ "type": "subscribe", "id": "1", "payload": payload }))
            .await?;
        ensure!(socket.state().await? == "QUEUED");
        Ok(socket)
    }

    /// The state in the next event.
    pub async fn state(&mut self) -> Result<String> {
        let event = self.receive().await?;
        Ok(text(&event, "/payload/data/jobUpdated/state")?.to_owned())
    }

    async fn send(&mut self, message: &Value) -> Result<()> {
        let message = message.to_string();
        let mut frame = vec![0x81];
        if let Ok(short @ 0..=125) = u8::try_from(message.len()) {
            frame.push(0x80 | short);
        } else {
            frame.push(0xfe);
            frame.extend(u16::try_from(message.len())?.to_be_bytes());
        }
        frame.extend([0; 4]);
        frame.extend(message.as_bytes());
        Ok(self.0.write_all(&frame).await?)
    }

    async fn receive(&mut self) -> Result<Value> {
        loop {
            let kind = self.0.read_u8().await?;
            let length = match self.0.read_u8().await? {
                126 => usize::from(self.0.read_u16().await?),
                127 => bail!("a message is too long"),
                short => usize::from(short),
            };
            let mut payload = vec![0; length];
            self.0.read_exact(&mut payload).await?;
            match kind {
                0x81 => return serde_json::from_slice(&payload).context("no JSON"),
                0x89 => {}
                _ => bail!("closed: {}", String::from_utf8_lossy(&payload)),
            }
        }
    }
}

//! A receiver on loopback: keeps what it was sent and answers as the test says.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A message as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Received {
    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// What is signed.
    pub fn content(&self) -> String {
        format!(
            "{}.{}.{}",
            self.id(),
            self.headers["webhook-timestamp"],
            self.body
        )
    }

    pub fn signatures(&self) -> Vec<&str> {
        self.headers["webhook-signature"].split(' ').collect()
    }
}

/// What the receiver says.
#[derive(Clone, Debug)]
pub enum Say {
    /// A status with these header lines.
    Status(u16, &'static str),
    /// Nothing, with the connection open.
    Nothing,
    /// A head, and then a body without end.
    WithoutEnd,
}

type Behaviour = Box<dyn Fn(usize) -> Say + Send + Sync>;

pub struct Receiver {
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    behaviour: Arc<Mutex<Behaviour>>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Takes everything.
    pub async fn start() -> Self {
        Self::saying(|_| Say::Status(204, "")).await
    }

    /// Takes everything that comes over TLS.
    pub async fn start_tls(acceptor: TlsAcceptor) -> Self {
        Self::with(Some(acceptor), Box::new(|_| Say::Status(204, ""))).await
    }

    /// Answers the n-th message, from 0, as `behaviour` says.
    pub async fn saying(behaviour: impl Fn(usize) -> Say + Send + Sync + 'static) -> Self {
        Self::with(None, Box::new(behaviour)).await
    }

    async fn with(acceptor: Option<TlsAcceptor>, behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let behaviour = Arc::new(Mutex::new(behaviour));
        let (seen, says) = (Arc::clone(&received), Arc::clone(&behaviour));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, says, acceptor) =
                    (Arc::clone(&seen), Arc::clone(&says), acceptor.clone());
                tokio::spawn(async move {
                    let _ = match acceptor {
                        None => serve(stream, &seen, &says).await,
                        Some(acceptor) => match acceptor.accept(stream).await {
                            Ok(stream) => serve(stream, &seen, &says).await,
                            Err(error) => Err(error),
                        },
                    };
                });
            }
        });
        Self {
            address,
            received,
            behaviour,
            task,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hooks?from=xorb", self.address)
    }

    /// Answers differently from now on.
    pub fn say(&self, behaviour: impl Fn(usize) -> Say + Send + Sync + 'static) {
        *self.behaviour.lock().unwrap() = Box::new(behaviour);
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The kinds of what came, sorted.
    pub fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> = self.received().iter().map(Received::kind).collect();
        kinds.sort();
        kinds
    }

    /// Waits until this many messages have come.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            assert!(Instant::now() < deadline, "only {} came", received.len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    seen: &Mutex<Vec<Received>>,
    says: &Mutex<Behaviour>,
) -> std::io::Result<()> {
    let message = read(&mut stream).await?;
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(message);
        seen.len() - 1
    };
    let say = (says.lock().unwrap())(number);
    match say {
        Say::Status(status, headers) => {
            let head =
                format!("HTTP/1.1 {status} Status\r\nContent-Length: 6\r\n{headers}\r\nsecret");
            stream.write_all(head.as_bytes()).await?;
            stream.shutdown().await
        }
        Say::Nothing => std::future::pending().await,
        Say::WithoutEnd => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            loop {
                stream.write_all(&[b'x'; 4_096]).await?;
            }
        }
    }
}

async fn read<S: AsyncRead + Unpin>(stream: &mut S) -> std::io::Result<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let first = lines.next().unwrap().to_owned();
    assert!(first.starts_with("POST "), "{first}");
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Received {
        path: first.split(' ').nth(1).unwrap().to_owned(),
        headers,
        body: String::from_utf8_lossy(&bytes[end..]).into_owned(),
        bytes: bytes.split_off(end),
    })
}

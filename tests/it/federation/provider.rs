//! A provider on loopback that says what the test wants it to say.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::twist::Twist;

/// What an endpoint says.
#[derive(Clone, Debug)]
pub enum Say {
    Json(u16, Value),
    /// Status, further header lines, body.
    Raw(u16, String, Vec<u8>),
    /// A body of this many bytes, as fast as they are taken.
    Flood(u64),
    /// A body that comes byte by byte and never ends.
    Drip,
    /// The connection is closed at once.
    Nothing,
    /// The connection stays open, and nothing comes.
    Silence,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub head: String,
    pub body: String,
}

type Script = Arc<Mutex<Option<Arc<Twist>>>>;

pub struct Provider {
    address: SocketAddr,
    script: Script,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (script, asked) = (Script::default(), Arc::<Mutex<Vec<Asked>>>::default());
        let (says, seen) = (Arc::clone(&script), Arc::clone(&asked));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&says), Arc::clone(&seen)));
            }
        });
        Self {
            address,
            script,
            asked,
            task,
        }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Says this from now on.
    pub fn play(&self, twist: Twist) {
        *self.script.lock().unwrap() = Some(Arc::new(twist));
    }

    /// What it was asked, and forgets it.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Script, asked: Arc<Mutex<Vec<Asked>>>) {
    let Some(request) = read(&mut stream).await else {
        return;
    };
    let path = request.path.split('?').next().unwrap().to_owned();
    asked.lock().unwrap().push(request);
    let twist = script.lock().unwrap().clone();
    let say = twist.map_or(Say::Nothing, |twist| twist.say(&path));
    let _ = answer(&mut stream, say).await;
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.trim().parse::<usize>().unwrap())
        })
        .unwrap_or(0);
    while bytes.len() < head_end + length {
        stream.read_buf(&mut bytes).await.ok()?;
    }
    Some(Asked {
        path: head.split(' ').nth(1)?.to_owned(),
        body: String::from_utf8_lossy(&bytes[head_end..]).into_owned(),
        head,
    })
}

async fn answer(stream: &mut TcpStream, say: Say) -> std::io::Result<()> {
    const JSON: &str = "Content-Type: application/json\r\n";
    match say {
        Say::Json(status, body) => send(stream, status, JSON, body.to_string().as_bytes()).await,
        Say::Raw(status, lines, body) => send(stream, status, &lines, &body).await,
        Say::Flood(bytes) => {
            let head =
                format!("HTTP/1.1 200 OK\r\n{JSON}Content-Length: {bytes}\r\n\r\n{{\"keys\":[");
            stream.write_all(head.as_bytes()).await?;
            let chunk = vec![b' '; 64 * 1024];
            for _ in 0..bytes / (64 * 1024) {
                stream.write_all(&chunk).await?;
            }
            Ok(())
        }
        Say::Drip => {
            let head = format!("HTTP/1.1 200 OK\r\n{JSON}Content-Length: 100000\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
            loop {
                stream.write_all(b" ").await?;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Say::Nothing => Ok(()),
        Say::Silence => {
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await.map(|_| ())
        }
    }
}

async fn send(
    stream: &mut TcpStream,
    status: u16,
    lines: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status} Said\r\n{lines}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await
}

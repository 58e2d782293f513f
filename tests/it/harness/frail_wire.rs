//! A wire to a server that can be torn: all its connections are cut off at once, wherever they are in a message; new ones
//! are made as if nothing had been.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::commit_proxy::authority;

pub struct FrailWire {
    port: u16,
    connections: Arc<Mutex<CancellationToken>>,
    accepting: JoinHandle<()>,
}

impl FrailWire {
    /// A wire to the server of `url`.
    pub async fn start(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections: Arc<Mutex<CancellationToken>> = Arc::default();
        let (server, current) = (authority(url).to_owned(), Arc::clone(&connections));
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let torn = lock(&current).clone();
                let carried = carry(client, server.clone());
                tokio::spawn(async move { torn.run_until_cancelled(carried).await });
            }
        });
        Self {
            port,
            connections,
            accepting,
        }
    }

    /// `url` by way of this wire.
    pub fn through(&self, url: &str) -> String {
        url.replacen(authority(url), &format!("127.0.0.1:{}", self.port), 1)
    }

    /// Cuts off every connection.
    pub fn tear(&self) {
        std::mem::take(&mut *lock(&self.connections)).cancel();
    }
}

impl Drop for FrailWire {
    fn drop(&mut self) {
        self.accepting.abort();
        self.tear();
    }
}

fn lock(token: &Mutex<CancellationToken>) -> std::sync::MutexGuard<'_, CancellationToken> {
    token.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn carry(mut client: TcpStream, server: String) -> io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

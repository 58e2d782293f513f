//! A wire between a process and PostgreSQL that counts the commits of tenants' transactions and goes dead at one of them:
//! just before the server hears of it, or when the server has done it and the client does not know yet. Or it keeps back
//! what the server said to one of them, or to each, until it is let go.
//!
//! Only connections as `xorb_runtime` count. The job engine's own (claims, heartbeats, finishes) pass: they are about who
//! works, not about what is done.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

const SSL_REQUEST: i32 = 80_877_103;
const QUERY: u8 = b'Q';
const COMMAND_COMPLETE: u8 = b'C';

/// Where the wire goes dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The server never hears of this commit, counted from 1.
    Before(usize),
    /// The server has committed, and the client is never told.
    After(usize),
    /// The server has committed, and the client is told once the wire is let go; other connections live.
    Held(usize),
    /// The same at every commit.
    HeldEach,
    Never,
}

pub struct CommitProxy {
    port: u16,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

struct State {
    server: String,
    cut: Cut,
    commits: AtomicUsize,
    is_cut: AtomicBool,
    /// One for each time.
    cut_reached: Semaphore,
    let_go: Semaphore,
}

impl CommitProxy {
    /// A proxy to the server of `url`.
    pub async fn start(url: &str, cut: Cut) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            server: authority(url).to_owned(),
            cut,
            commits: AtomicUsize::new(0),
            is_cut: AtomicBool::new(false),
            cut_reached: Semaphore::new(0),
            let_go: Semaphore::new(0),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state)));
        Self {
            port,
            state,
            accepting,
        }
    }

    /// `url` by way of this proxy.
    pub fn through(&self, url: &str) -> String {
        url.replacen(authority(url), &format!("127.0.0.1:{}", self.port), 1)
    }

    /// Returns when the wire has gone dead, or keeps something back.
    pub async fn cut(&self) {
        taken(&self.state.cut_reached).await;
    }

    /// Hands over what was kept back, one for each call.
    pub fn let_go(&self) {
        self.state.let_go.add_permits(1);
    }

    /// Keeps nothing back from now on.
    pub fn let_all_go(&self) {
        self.state.let_go.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    /// How many tenants' transactions have committed through it.
    pub fn commits(&self) -> usize {
        self.state.commits.load(Ordering::SeqCst)
    }
}

impl Drop for CommitProxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// `host:port` of a URL with a user.
pub(super) fn authority(url: &str) -> &str {
    let rest = url.rsplit_once('@').expect("the URL names a user").1;
    rest.split_once('/')
        .map_or(rest, |(authority, _)| authority)
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((client, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        // A connection ends with an error when its process is killed: that is what the test does.
        tokio::spawn(async move { serve(client, &state).await });
    }
}

async fn serve(mut client: TcpStream, state: &Arc<State>) -> io::Result<()> {
    let mut startup = startup_message(&mut client).await?;
    while is_ssl_request(&startup) {
        client.write_all(b"N").await?;
        startup = startup_message(&mut client).await?;
    }
    let counts = contains(&startup, b"role=xorb_runtime");
    let mut server = TcpStream::connect(&state.server).await?;
    // Many small messages: waiting for more to send with them would be most of an erasure's time.
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    server.write_all(&startup).await?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let (from_client, from_server) = (BufReader::new(from_client), BufReader::new(from_server));
    let asked = Arc::new(AtomicUsize::new(0));
    let requests = forward_requests(from_client, to_server, state, counts, Arc::clone(&asked));
    let answers = forward_answers(from_server, to_client, state, asked);
    tokio::select! { ended = requests => ended, ended = answers => ended }
}

/// Passes messages on; a `COMMIT` gets its number here. `asked` holds the number whose answer is awaited, 0 for none.
async fn forward_requests(
    mut client: BufReader<OwnedReadHalf>,
    mut server: OwnedWriteHalf,
    state: &State,
    counts: bool,
    asked: Arc<AtomicUsize>,
) -> io::Result<()> {
    loop {
        let message = message(&mut client).await?;
        if counts && message[0] == QUERY && message[5..].starts_with(b"COMMIT") {
            let number = state.commits.fetch_add(1, Ordering::SeqCst) + 1;
            if state.cut == Cut::Before(number) {
                state.go_dead();
            }
            asked.store(number, Ordering::SeqCst);
        }
        // Dead, but not closed: what comes is swallowed until the client's end closes the connection.
        if !state.is_cut.load(Ordering::SeqCst) {
            server.write_all(&message).await?;
        }
    }
}

async fn forward_answers(
    mut server: BufReader<OwnedReadHalf>,
    mut client: OwnedWriteHalf,
    state: &State,
    asked: Arc<AtomicUsize>,
) -> io::Result<()> {
    loop {
        let message = message(&mut server).await?;
        let number = asked.load(Ordering::SeqCst);
        if number > 0 && message[0] == COMMAND_COMPLETE {
            asked.store(0, Ordering::SeqCst);
            match state.cut {
                Cut::After(cut) if cut == number => state.go_dead(),
                Cut::Held(cut) if cut == number => state.keep_back().await,
                Cut::HeldEach => state.keep_back().await,
                _ => {}
            }
        }
        if state.is_cut.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        client.write_all(&message).await?;
    }
}

impl State {
    fn go_dead(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.cut_reached.add_permits(1);
    }

    async fn keep_back(&self) {
        self.cut_reached.add_permits(1);
        taken(&self.let_go).await;
    }
}

async fn taken(permits: &Semaphore) {
    permits.acquire().await.unwrap().forget();
}

/// Length and content; the first message has no type.
async fn startup_message(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let length = stream.read_i32().await?;
    let mut message = length.to_be_bytes().to_vec();
    message.resize(usize::try_from(length).map_err(io::Error::other)?, 0);
    stream.read_exact(&mut message[4..]).await?;
    Ok(message)
}

fn is_ssl_request(startup: &[u8]) -> bool {
    startup.len() == 8 && startup[4..] == SSL_REQUEST.to_be_bytes()
}

/// Type, length and content.
async fn message(stream: &mut BufReader<OwnedReadHalf>) -> io::Result<Vec<u8>> {
    let kind = stream.read_u8().await?;
    let length = stream.read_i32().await?;
    let mut message = vec![kind];
    message.extend(length.to_be_bytes());
    message.resize(usize::try_from(length).map_err(io::Error::other)? + 1, 0);
    stream.read_exact(&mut message[5..]).await?;
    Ok(message)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

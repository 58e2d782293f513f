//! The buckets in Redis. A request never waits for it longer than the time-out: after a broken connection, or several
//! time-outs in a row, the buckets are away until a connection made in the background answers.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, cmd};

use super::counters::Counters;
use super::gcra::{Ask, Grant, Leased};
use super::{Away, Buckets};
use crate::redis_link::RedisLink;

/// The script that decides.
pub const SCRIPT: &str = include_str!("gcra.lua");

/// So many time-outs in a row open the breaker.
const PATIENCE: u32 = 3;
/// Between two attempts to connect.
const RECONNECT_AFTER: Duration = Duration::from_millis(200);

/// Where the buckets are.
#[derive(Clone)]
pub struct RedisPlace {
    /// The way there.
    pub link: RedisLink,
    /// Every key begins with it.
    pub prefix: String,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait of a request.
    pub timeout: Duration,
}

/// Buckets in Redis. Cheap to clone.
#[derive(Clone)]
pub struct RedisBuckets(Arc<Inner>);

struct Inner {
    place: RedisPlace,
    counters: Arc<Counters>,
    link: Mutex<Option<Link>>,
    is_connecting: AtomicBool,
    failures: AtomicU32,
    epoch: AtomicU64,
}

#[derive(Clone)]
struct Link {
    connection: MultiplexedConnection,
    script: Arc<str>,
}

impl RedisBuckets {
    /// Buckets that are not connected yet.
    #[must_use]
    pub fn new(place: RedisPlace, counters: Arc<Counters>) -> Self {
        Self(Arc::new(Inner {
            place,
            counters,
            link: Mutex::default(),
            is_connecting: AtomicBool::new(false),
            failures: AtomicU32::new(0),
            epoch: AtomicU64::new(0),
        }))
    }

    /// Connects, if that is possible now; otherwise it goes on in the background.
    pub async fn connect(&self) {
        if let Err(error) = self.0.connect().await {
            tracing::warn!(%error, "rate limits: Redis is away; limits are kept by each process alone");
            self.0.connect_in_background();
        }
    }

    async fn try_lease(&self, asks: &[Ask]) -> Result<Leased, Away> {
        let Some(link) = self.0.link() else {
            self.0.connect_in_background();
            return Err(Away);
        };
        let asking = run(link, &self.0.place.prefix, asks);
        match tokio::time::timeout(self.0.place.timeout, asking).await {
            Ok(Ok(reply)) => {
                self.0.failures.store(0, Ordering::Relaxed);
                leased(&reply, asks.len()).ok_or(Away)
            }
            Ok(Err(error)) => {
                self.0.give_up(&error.to_string());
                Err(Away)
            }
            Err(_) => {
                if self.0.failures.fetch_add(1, Ordering::Relaxed) + 1 >= PATIENCE {
                    self.0.give_up("it does not answer in time");
                }
                Err(Away)
            }
        }
    }
}

impl Buckets for RedisBuckets {
    fn lease<'a>(&'a self, asks: &'a [Ask]) -> BoxFuture<'a, Result<Leased, Away>> {
        self.try_lease(asks).boxed()
    }

    fn epoch(&self) -> u64 {
        self.0.epoch.load(Ordering::Relaxed)
    }
}

impl Inner {
    fn link(&self) -> Option<Link> {
        self.link
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn give_up(self: &Arc<Self>, reason: &str) {
        let had_link = self
            .link
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .is_some();
        if had_link {
            self.counters.went_away();
            tracing::warn!(
                reason,
                "rate limits: Redis is away; limits are kept by each process alone"
            );
        }
        self.connect_in_background();
    }

    fn connect_in_background(self: &Arc<Self>) {
        if self.is_connecting.swap(true, Ordering::AcqRel) {
            return;
        }
        let inner = Arc::downgrade(self);
        tokio::spawn(reconnect(inner));
    }

    async fn connect(&self) -> redis::RedisResult<()> {
        let patience = Some(self.place.connect_timeout);
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(patience)
            .set_response_timeout(patience);
        let mut connection = self.place.link.connect(&config).await?;
        let script: String = cmd("SCRIPT")
            .arg("LOAD")
            .arg(SCRIPT)
            .query_async(&mut connection)
            .await?;
        self.failures.store(0, Ordering::Relaxed);
        // What was leased before may be forgotten there.
        self.epoch.fetch_add(1, Ordering::Relaxed);
        let link = Link {
            connection,
            script: script.into(),
        };
        *self.link.lock().unwrap_or_else(PoisonError::into_inner) = Some(link);
        Ok(())
    }
}

async fn reconnect(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(RECONNECT_AFTER).await;
        let Some(inner) = inner.upgrade() else { return };
        if inner.connect().await.is_ok() {
            inner.is_connecting.store(false, Ordering::Release);
            tracing::info!("rate limits: Redis is there");
            return;
        }
    }
}

async fn run(mut link: Link, prefix: &str, asks: &[Ask]) -> redis::RedisResult<Vec<i64>> {
    let command = |name: &str, script: &str| command(name, script, prefix, asks);
    let answer = command("EVALSHA", &link.script)
        .query_async(&mut link.connection)
        .await;
    match answer {
        Err(error) if error.code() == Some("NOSCRIPT") => {
            command("EVAL", SCRIPT)
                .query_async(&mut link.connection)
                .await
        }
        answer => answer,
    }
}

fn command(name: &str, script: &str, prefix: &str, asks: &[Ask]) -> Cmd {
    let mut command = cmd(name);
    command.arg(script).arg(asks.len());
    for ask in asks {
        command.arg(format!("{prefix}:rate:{:?}", ask.key));
    }
    for ask in asks {
        command
            .arg(ask.unit)
            .arg(ask.need)
            .arg(ask.want)
            .arg(ask.window)
            .arg(u8::from(ask.is_enforced));
    }
    command
}

/// The script's reply, if it is one.
fn leased(reply: &[i64], asks: usize) -> Option<Leased> {
    let (head, rest) = reply.split_at_checked(2)?;
    let [is_refused, now] = head else { return None };
    let number = |value: &i64| u64::try_from(*value).unwrap_or_default();
    let (triples, _) = rest.as_chunks::<3>();
    let grants: Vec<Grant> = triples
        .iter()
        .map(|[granted, used, wait]| Grant {
            granted: number(granted),
            used: number(used),
            wait: number(wait),
        })
        .collect();
    let is_whole = grants.len() == asks;
    is_whole.then_some(Leased {
        is_refused: *is_refused == 1,
        now: number(now),
        grants,
    })
}

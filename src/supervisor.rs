//! What systemd is told (`Type=notify`): that this process is ready, what it waits for until then, and that it is still
//! alive. Without a supervisor nobody is told anything.
//!
//! Ready is what `/readyz` says, once. A database that goes away later is no reason to be restarted: the watchdog only hears
//! whether this process still gets anything done.

use std::ffi::{OsStr, OsString};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use xorb_api::health::Readiness;

use crate::health::Health;

/// How often the supervisor hears what is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Longest wait for a supervisor whose ears are full.
const LONGEST_WORD: Duration = Duration::from_secs(1);

pub(crate) struct Supervisor {
    socket: UnixDatagram,
    address: SocketAddr,
    /// Half of the time after which systemd would take this process for dead.
    alive_every: Option<Duration>,
}

impl Supervisor {
    /// The one that started this process, if it wants to be told.
    pub(crate) fn of_this_process() -> Option<Self> {
        let address = address(&variable("NOTIFY_SOCKET")?)?;
        let socket = UnixDatagram::unbound().ok()?;
        // Whoever does not listen must not hold up the process.
        socket.set_write_timeout(Some(LONGEST_WORD)).ok()?;
        let watchdog: Option<u64> =
            variable("WATCHDOG_USEC").and_then(|text| text.to_str()?.parse().ok());
        Some(Self {
            socket,
            address,
            alive_every: watchdog
                .map(|micros| Duration::from_micros(micros / 2))
                .filter(|half| !half.is_zero()),
        })
    }

    /// Tells all there is to tell until the process is asked to stop.
    pub(crate) async fn tell(self, health: Arc<Health>, stop: CancellationToken) {
        let told = async {
            self.tell_until_ready(&health).await;
            self.say("READY=1\nSTATUS=ready");
            self.tell_alive().await;
        };
        tokio::select! {
            () = told => {}
            () = stop.cancelled() => self.say("STOPPING=1\nSTATUS=finishing what runs"),
        }
    }

    async fn tell_until_ready(&self, health: &Health) {
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut said = String::new();
        loop {
            ticks.tick().await;
            match health.check().await {
                Ok(()) => return,
                Err(reason) if reason == said => {}
                Err(reason) => {
                    self.say(&format!("STATUS={}", reason.replace('\n', " ")));
                    said = reason;
                }
            }
            self.say("WATCHDOG=1");
        }
    }

    async fn tell_alive(&self) {
        let Some(every) = self.alive_every else {
            return std::future::pending().await;
        };
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.say("WATCHDOG=1");
        }
    }

    fn say(&self, words: &str) {
        if let Err(error) = self.socket.send_to_addr(words.as_bytes(), &self.address) {
            tracing::debug!(%error, "the supervisor can't be told");
        }
    }
}

/// A path, or with `@` a name that is no file.
fn address(name: &OsStr) -> Option<SocketAddr> {
    match name.as_bytes().split_first()? {
        (b'@', name) => SocketAddr::from_abstract_name(name).ok(),
        _ => SocketAddr::from_pathname(name).ok(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "not settings: by these systemd says how it wants to be told"
)]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

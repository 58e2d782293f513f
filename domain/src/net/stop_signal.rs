//! The way a scan is stopped while it talks: a cancellation of its job, or a kill switch. It is asked before each connection
//! and, while something is awaited, often enough that no packet leaves later than two seconds after the switch is pulled.

use std::{fmt, future::Future, pin::pin, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

/// How often the kill switch is read during a wait: an eighth of the two seconds that SCANS promises.
const KILL_POLL: Duration = Duration::from_millis(250);

/// Who stopped the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    #[error("the scan was cancelled")]
    Cancelled,
    #[error("scans are stopped by the kill switch")]
    Killed,
}

/// Shared by everything that runs for one scan step.
#[derive(Clone)]
pub struct StopSignal {
    cancel: CancellationToken,
    is_killed: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl StopSignal {
    /// `is_killed` must answer at once, from memory; whoever keeps it up to date answers `true` when it can't.
    pub fn new(
        cancel: CancellationToken,
        is_killed: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            cancel,
            is_killed: Arc::new(is_killed),
        }
    }

    /// Stopped by its token alone, for work that no kill switch concerns.
    #[must_use]
    pub fn by_token(cancel: CancellationToken) -> Self {
        Self::new(cancel, || false)
    }

    /// Whether to go on.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.cancel.is_cancelled() {
            Err(Stopped::Cancelled)
        } else if (self.is_killed)() {
            Err(Stopped::Killed)
        } else {
            Ok(())
        }
    }

    /// Runs the work unless and until it is stopped; stopped work is dropped where it stands.
    pub async fn guard<T>(&self, work: impl Future<Output = T>) -> Result<T, Stopped> {
        self.check()?;
        let mut work = pin!(work);
        let mut poll = tokio::time::interval(KILL_POLL);
        loop {
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(Stopped::Cancelled),
                _ = poll.tick() => self.check()?,
                output = &mut work => return Ok(output),
            }
        }
    }
}

impl fmt::Debug for StopSignal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("StopSignal")
            .field("state", &self.check())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::pending,
        sync::atomic::{AtomicBool, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn work_that_is_not_stopped_ends_by_itself() {
        let stop = StopSignal::by_token(CancellationToken::new());
        assert_eq!(stop.guard(async { 7 }).await, Ok(7));
    }

    #[tokio::test]
    async fn a_cancelled_token_ends_a_wait_at_once() {
        let cancel = CancellationToken::new();
        let stop = StopSignal::by_token(cancel.clone());
        let (outcome, ()) = tokio::join!(stop.guard(pending::<()>()), async { cancel.cancel() });
        assert_eq!(outcome, Err(Stopped::Cancelled));
        assert_eq!(stop.check(), Err(Stopped::Cancelled));
    }

    #[tokio::test]
    async fn a_kill_switch_ends_a_wait_within_its_poll() {
        let killed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&killed);
        let stop = StopSignal::new(CancellationToken::new(), move || {
            seen.load(Ordering::SeqCst)
        });
        let began = tokio::time::Instant::now();
        let (outcome, ()) = tokio::join!(stop.guard(pending::<()>()), async {
            killed.store(true, Ordering::SeqCst);
        });
        assert_eq!(outcome, Err(Stopped::Killed));
        assert!(began.elapsed() < Duration::from_secs(2));
    }
}

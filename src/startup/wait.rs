//! Waiting for a database that is away or not migrated yet, with a log that says so once and not every second.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::database::DatabaseState;

/// What keeps the process from being ready, in words that are fit for strangers.
pub(crate) enum Waiting {
    /// A part that is away or not as it should be.
    For(&'static str),
    /// The erasure ledger, unless erasures are being repeated: then how far that is says more.
    Ledger(String),
}

/// Where that is said.
pub(crate) type WaitingFor = watch::Sender<Waiting>;

/// Between two attempts.
const PAUSE: Duration = Duration::from_secs(1);
/// The log repeats what is being waited for after so many attempts.
const REMIND_AFTER: u32 = 30;

/// Repeats `attempt` until the database is usable. False if `stop` came first.
pub(crate) async fn wait_until_usable(
    waiting_for: &WaitingFor,
    stop: &CancellationToken,
    mut attempt: impl AsyncFnMut() -> anyhow::Result<DatabaseState>,
) -> anyhow::Result<bool> {
    let mut said = String::new();
    let mut attempts_since = 0_u32;
    while let DatabaseState::NotYet { what, detail } = attempt().await? {
        waiting_for.send_replace(Waiting::For(what));
        if detail != said || attempts_since >= REMIND_AFTER {
            tracing::warn!(detail, "waiting for the {what}; looking again every second");
            said = detail;
            attempts_since = 0;
        }
        attempts_since += 1;
        tokio::select! {
            () = stop.cancelled() => return Ok(false),
            () = sleep(PAUSE) => {}
        }
    }
    Ok(true)
}

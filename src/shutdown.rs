//! The signals that ask the process to end. The first is a request, the second an order.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What a shell expects of a process that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// A token that is cancelled by SIGTERM or SIGINT. A second one of them ends the process at once.
///
/// # Errors
/// If the handlers can't be installed.
pub(crate) fn on_signal() -> io::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = CancellationToken::new();
    let requested = stop.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if requested.is_cancelled() {
                tracing::warn!(
                    "asked to stop a second time: ending without waiting for running work"
                );
                std::process::exit(INTERRUPTED);
            }
            tracing::info!("asked to stop: finishing what runs");
            requested.cancel();
        }
    });
    Ok(stop)
}

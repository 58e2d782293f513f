//! Fires schedules. Any number of processes may do it at once; each tick is fired by one.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use xorb_domain::jobs;

use super::engine::Engine;

/// Longest sleep: a clock that was set, or a machine that slept, is noticed by then.
const LONGEST: Duration = Duration::from_secs(30);

/// Pause after a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// So long after a tick, so that a timer that is early by a fraction has not come for nothing.
const MARGIN: Duration = Duration::from_millis(5);

/// Fires until stopped; at once what was due while nobody was there.
pub(super) async fn run(engine: Engine, stop: CancellationToken) {
    loop {
        let pause = match jobs::fire_due(&engine.core).await {
            Ok(_) => {
                jobs::next_tick(&engine.core).map_or(LONGEST, |next| (next + MARGIN).min(LONGEST))
            }
            Err(error) => {
                tracing::warn!(error = %error.chain(), "schedules were not looked at");
                PAUSE
            }
        };
        let sleep = tokio::time::sleep(pause);
        if stop.run_until_cancelled(sleep).await.is_none() {
            return;
        }
    }
}

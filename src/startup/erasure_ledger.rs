//! Before anything is served: erasures that the database has forgotten, because it was restored from a backup, are done
//! again. Until then the process is alive, not ready, and says how far it is.

use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use xorb_domain::Core;
use xorb_domain::privacy::ledger::replay_ledger;

use super::Waiting;
use crate::health::Health;

/// Between two attempts.
const PAUSE: Duration = Duration::from_secs(1);
/// The log repeats what is wrong after so many attempts.
const REMIND_AFTER: u32 = 30;

/// Repeats what is missing, however often it takes: somebody may have to mend the file first. False if `stop` came before.
pub(crate) async fn replay_erasures(
    core: &Core,
    health: &Health,
    stop: &CancellationToken,
) -> bool {
    let replayed = stop.run_until_cancelled(until_replayed(core, health)).await;
    let (erasures, own) = (health.replay().of(), health.replay().own());
    if replayed.is_some() && erasures > 0 {
        tracing::warn!(
            erasures,
            own,
            "the database had forgotten erasures; all are repeated"
        );
    }
    replayed.is_some()
}

async fn until_replayed(core: &Core, health: &Health) {
    let mut said = String::new();
    let mut attempts_since = 0_u32;
    let waiting_for = |state| health.waiting_for().send_replace(Waiting::Ledger(state));
    waiting_for("being read".to_owned());
    while let Err(problem) = replay_ledger(core, health.replay()).await {
        waiting_for(format!("{}; the log says what to do", problem.public()));
        let problem = problem.to_string();
        if problem != said || attempts_since >= REMIND_AFTER {
            tracing::error!(problem, "not ready; looking again every second");
            said = problem;
            attempts_since = 0;
        }
        attempts_since += 1;
        sleep(PAUSE).await;
    }
}

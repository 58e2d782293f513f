//! Proves ownership again at the start of each run, and keeps the address that proved it.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::net::{
    ExpectedToken, PinnedTarget, ProofState, ScopeRules, ScopedConnector, StopSignal,
    fetch_ownership_proof,
};
use xorb_domain::scans::run::{ScanTicket, record_proof};

use super::stopped::stopped;

/// The way to a target whose ownership was proven for this run.
pub(super) struct Proven {
    /// Leads to this target only.
    pub(super) connector: ScopedConnector,
    /// The address that answered; nothing else is scanned, whatever the name says later.
    pub(super) pinned: PinnedTarget,
    /// When the run has taken long enough.
    pub(super) deadline: Deadline,
}

/// Stops the connector of a run that takes too long.
pub(super) struct Deadline {
    at: Instant,
    token: CancellationToken,
}

impl Deadline {
    fn after(longest: Duration, token: CancellationToken) -> Self {
        let at = Instant::now() + longest;
        Self { at, token }
    }

    /// Whether the run has taken too long.
    pub(super) fn has_passed(&self) -> bool {
        Instant::now() >= self.at
    }

    /// Stops everything that uses the connector when the time has come. The work then ends by itself.
    pub(super) async fn enforce(&self) -> Infallible {
        tokio::time::sleep_until(self.at).await;
        self.token.cancel();
        std::future::pending().await
    }
}

/// Asks the target for the token and stores what it answered.
pub(super) async fn prove(context: &JobContext, ticket: &ScanTicket) -> Result<Proven, JobError> {
    let token = context.stop.token().child_token();
    let connector = context.core.network.connector(
        ScopeRules::proven_over_http(&ticket.target),
        StopSignal::by_token(token.clone()),
    );
    let deadline = Deadline::after(context.core.settings.scan.max_duration, token);
    let expected = ExpectedToken::Sha256(ticket.token_hash);
    let proof = fetch_ownership_proof(&connector, &ticket.target, expected).await;
    if let Some(reason) = context.stop.reason() {
        stopped(context, ticket.scan_id, reason).await?;
    }
    let tx = context.fenced().await?;
    record_proof(&tx, ticket, &proof).await?;
    tx.commit().await?;
    match (proof.state, proof.pinned) {
        (ProofState::Verified, Some(pinned)) => Ok(Proven {
            connector,
            pinned,
            deadline,
        }),
        (ProofState::Mismatch | ProofState::Refused, _) => Err(JobError::fail(proof.code)),
        _ => Err(JobError::retry(proof.code)),
    }
}

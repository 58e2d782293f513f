//! What a step hands back.

use xorb_domain::findings::{Coverage, NewFinding};
use xorb_entities::scans::CoverageOutcome;

use xorb_domain::scans::Engine;

/// Why a step could not do all of its work; code and text are public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineError {
    pub code: &'static str,
    pub message: String,
}

/// The result of one step.
#[derive(Clone, Debug)]
pub struct EngineReport {
    pub engine: Engine,
    pub version: &'static str,
    /// Each check at each location once.
    pub coverage: Vec<Coverage>,
    pub findings: Vec<NewFinding>,
    /// Received over the network, below TLS.
    pub bytes: u64,
    /// Connections that scope or policy refused; no packet left for them.
    pub blocked_connects: u32,
    pub error: Option<EngineError>,
    /// The target has nothing that this engine looks at, such as a host without a web server.
    pub has_nothing_to_test: bool,
}

impl EngineReport {
    /// Whether every check came to a result. If not, the step must not be shown as clean.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let decided = |coverage: &Coverage| {
            matches!(
                coverage.outcome,
                CoverageOutcome::Vulnerable | CoverageOutcome::NotVulnerable
            )
        };
        self.error.is_none() && self.coverage.iter().all(decided)
    }
}

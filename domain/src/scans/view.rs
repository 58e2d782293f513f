//! What callers see of a scan and its steps.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::scans::{ScanProfile, ScanState, ScanStepState, scan, scan_step};

use super::state::is_live;

/// A scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanView {
    /// Its id.
    pub id: Uuid,
    /// What it looks at.
    pub asset_id: Uuid,
    /// The job that runs it.
    pub job_id: Option<Uuid>,
    /// How deep it goes.
    pub profile: ScanProfile,
    /// Where it stands.
    pub state: ScanState,
    /// Why it failed.
    pub error_code: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When a worker took it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl ScanView {
    /// Whether it neither waits nor runs.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        !is_live(self.state)
    }
}

impl From<scan::Model> for ScanView {
    fn from(scan: scan::Model) -> Self {
        Self {
            id: scan.id,
            asset_id: scan.asset_id,
            job_id: scan.job_id,
            profile: scan.profile,
            state: scan.state,
            error_code: scan.error_code,
            created_at: scan.created_at,
            started_at: scan.started_at,
            finished_at: scan.finished_at,
        }
    }
}

/// A step of a scan: what one engine did.
#[derive(Clone, Debug)]
pub struct ScanStepView {
    /// Its id.
    pub id: Uuid,
    /// The scan it belongs to.
    pub scan_id: Uuid,
    /// Its place among the steps, from 0.
    pub position: i32,
    /// The engine's name.
    pub engine: String,
    /// The engine's version.
    pub engine_version: String,
    /// Where it stands.
    pub state: ScanStepState,
    /// Findings it saw.
    pub finding_count: i32,
    /// Connections out of scope that were not made.
    pub blocked_connects: i32,
    /// Why it did not complete: a stable word.
    pub error_code: Option<String>,
    /// The same in words.
    pub error_message: Option<String>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<scan_step::Model> for ScanStepView {
    fn from(step: scan_step::Model) -> Self {
        Self {
            id: step.id,
            scan_id: step.scan_id,
            position: step.position,
            engine: step.engine,
            engine_version: step.engine_version,
            state: step.state,
            finding_count: step.finding_count,
            blocked_connects: step.blocked_connects,
            error_code: step.error_code,
            error_message: step.error_message,
            started_at: step.started_at,
            finished_at: step.finished_at,
        }
    }
}

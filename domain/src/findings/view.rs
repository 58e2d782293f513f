//! What callers see of a finding.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::findings::{FindingState, Severity, finding};

/// A finding. Whoever shows `evidence` calls `record_evidence_read`.
#[derive(Clone, Debug)]
pub struct FindingView {
    /// Its id.
    pub id: Uuid,
    /// Where it was found.
    pub asset_id: Uuid,
    /// The latest scan that saw it.
    pub scan_id: Uuid,
    /// The check that found it.
    pub check_id: String,
    /// One line.
    pub title: String,
    /// What it means.
    pub description: String,
    /// What to do.
    pub remediation: String,
    /// What was last seen.
    pub evidence: String,
    /// Scheme, host, port and path.
    pub location: String,
    /// The same for the same weakness in every scan.
    pub fingerprint: String,
    /// How bad it is.
    pub severity: Severity,
    /// What people made of it.
    pub state: FindingState,
    /// CVSS vector.
    pub cvss_vector: Option<String>,
    /// CVSS score, 0 to 10.
    pub cvss_score: Option<f64>,
    /// When a scan first saw it.
    pub first_seen_at: DateTime<Utc>,
    /// When a scan last saw it.
    pub last_seen_at: DateTime<Utc>,
    /// By when it must be gone.
    pub sla_due_at: Option<DateTime<Utc>>,
    /// Grows with each change; the next change must name it.
    pub version: i32,
}

impl From<finding::Model> for FindingView {
    fn from(finding: finding::Model) -> Self {
        Self {
            id: finding.id,
            asset_id: finding.asset_id,
            scan_id: finding.scan_id,
            check_id: finding.check_id,
            title: finding.title,
            description: finding.description,
            remediation: finding.remediation,
            evidence: finding.evidence,
            location: finding.location,
            fingerprint: finding.fingerprint,
            severity: finding.severity,
            state: finding.state,
            cvss_vector: finding.cvss_vector,
            cvss_score: finding.cvss_score,
            first_seen_at: finding.first_seen_at,
            last_seen_at: finding.last_seen_at,
            sla_due_at: finding.sla_due_at,
            version: finding.version,
        }
    }
}

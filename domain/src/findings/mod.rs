//! Findings: one per asset and fingerprint, however many scans see it, with a history that is only added to.
//!
//! Engines report what the check catalogue knows (`check_catalog`, `location`, `fingerprint`); scans bring it in (`ingest`);
//! people decide about it (`triage_finding`) along the edges of `transitions`.

mod absence;
pub mod check_catalog;
mod coverage;
mod evidence_read;
mod finding;
mod finding_counts;
#[expect(
    clippy::module_inception,
    reason = "file, function and field share a name"
)]
mod findings;
mod fingerprint;
mod indexed_findings;
mod ingest;
mod location;
mod new_finding;
pub(crate) mod queries;
mod sla;
mod transitions;
mod triage_finding;
mod triage_note;
mod view;

pub(crate) use absence::note_absences;
pub use check_catalog::{Check, CvssScore, CvssScores};
pub use coverage::Coverage;
pub use evidence_read::record_evidence_read;
pub use finding::{finding, load_findings};
pub use finding_counts::{FindingCount, SeverityCount, finding_counts};
pub use findings::{FindingFilter, FindingOrder, count_findings, findings};
pub use fingerprint::fingerprint;
pub use ingest::{Sighting, ingest};
pub use location::Location;
pub use new_finding::NewFinding;
pub use transitions::is_legal_triage;
pub use triage_finding::{TriageFinding, triage_finding};
pub use view::FindingView;

//! Findings: what checks exist, where a weakness is, and what makes two sightings the same finding.

pub mod check_catalog;
mod coverage;
mod fingerprint;
mod location;
mod new_finding;

pub use check_catalog::{Check, CvssScore, CvssScores};
pub use coverage::Coverage;
pub use fingerprint::fingerprint;
pub use location::Location;
pub use new_finding::NewFinding;

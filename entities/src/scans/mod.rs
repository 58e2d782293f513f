//! Scans, their steps, what they covered, and the switch that stops them.

pub mod check_coverage;
pub mod kill_switch;
pub mod scan;
pub mod scan_step;

pub use check_coverage::CoverageOutcome;
pub use scan::{ScanProfile, ScanState};
pub use scan_step::ScanStepState;

//! A scan as its worker sees it: begun, step by step, ended. Each function is one transaction's worth of work, fenced by
//! the job's lease; none of them touches the network.

mod authorise;
mod begin_scan;
mod begin_step;
mod end_scan;
mod finish_step;
mod record_proof;
mod step_report;

pub use authorise::SCANS_STOPPED;
pub use begin_scan::{BeginScan, ScanTicket, StepTicket, begin_scan};
pub use begin_step::{BeginStep, begin_step};
pub use end_scan::{cancel_running_scan, fail_scan, finish_scan, kill_scan};
pub use finish_step::finish_step;
pub use record_proof::record_proof;
pub use step_report::{StepFailure, StepReport};

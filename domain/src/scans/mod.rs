//! Scans: asked for by a person, run by a worker, stopped at any moment.
//!
//! A scan is authorised three times: when it is asked for (`start_scan`), when its job is claimed and before each step
//! (`run`). A message in the queue can name no target: it holds ids, and everything else is read here.

mod cancel_scan;
mod open_network;
mod profile;
pub(crate) mod queries;
mod release_tenant_scans;
pub mod run;
mod scan;
mod scan_finding_counts;
mod scan_steps;
#[expect(
    clippy::module_inception,
    reason = "file, function and field share a name"
)]
mod scans;
mod start_scan;
mod state;
mod stop_all_scans;
mod stop_tenant_scans;
mod target_key;
mod view;

pub use cancel_scan::{CancelScan, cancel_scan};
pub(crate) use cancel_scan::{cancel_at_once, note_cancel_request};
pub use open_network::open_network;
pub use profile::{Engine, steps_of};
pub use release_tenant_scans::release_tenant_scans;
pub use scan::{load_scans, scan};
pub use scan_finding_counts::scan_finding_counts;
pub use scan_steps::scan_steps;
pub use scans::{ScanFilter, count_scans, scans};
pub use start_scan::{StartScan, start_scan};
pub(crate) use state::can_be_retried;
pub use stop_all_scans::{release_all_scans, stop_all_scans};
pub use stop_tenant_scans::stop_tenant_scans;
pub use view::{ScanStepView, ScanView};

//! Scans, their steps, and how they go on.

mod cancel_scan;
mod load;
mod mutation;
mod query;
mod release_tenant_scans;
mod scan;
mod scan_filter;
mod scan_profile;
mod scan_state;
mod scan_step;
mod scan_step_state;
mod scan_updated;
mod start_scan;
mod stop_tenant_scans;

pub use load::{FindingCountsOfScan, StepsOfScan};
pub use mutation::ScansMutation;
pub use query::ScansQuery;
pub use scan::Scan;
pub use scan_filter::ScanFilter;
pub use scan_profile::ScanProfile;
pub use scan_state::ScanState;
pub use scan_step::ScanStep;
pub use scan_step_state::ScanStepState;
pub use scan_updated::ScanUpdatedSubscription;

//! All mutations about scans.

use async_graphql::MergedObject;

use super::cancel_scan::CancelScanMutation;
use super::start_scan::StartScanMutation;

#[derive(Default, MergedObject)]
pub struct ScansMutation(StartScanMutation, CancelScanMutation);

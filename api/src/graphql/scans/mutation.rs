//! All mutations about scans.

use async_graphql::MergedObject;

use super::cancel_scan::CancelScanMutation;
use super::release_tenant_scans::ReleaseTenantScansMutation;
use super::start_scan::StartScanMutation;
use super::stop_tenant_scans::StopTenantScansMutation;

#[derive(Default, MergedObject)]
pub struct ScansMutation(
    StartScanMutation,
    CancelScanMutation,
    StopTenantScansMutation,
    ReleaseTenantScansMutation,
);

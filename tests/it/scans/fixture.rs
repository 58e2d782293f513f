//! Scans of servers on loopback.

use crate::assets::fixture::prove;
use crate::fixtures::WebServer;
use crate::harness::Tenant;
use sea_orm::prelude::Uuid;
use std::sync::Arc;
use xorb_domain::assets::AssetView;
use xorb_domain::jobs::{self, Claimed, JobClass, JobContext, JobRef, Stop};
use xorb_domain::scans::{self, ScanView, StartScan, start_scan};
use xorb_entities::scans::ScanProfile;

pub fn quick_scan(asset: &AssetView) -> StartScan {
    StartScan {
        asset_id: asset.id,
        profile: ScanProfile::Quick,
        idempotency_key: None,
    }
}

/// Queues a scan of a server whose ownership is proven now.
pub async fn queue_scan(tenant: &Tenant, server: &WebServer) -> ScanView {
    let asset = prove(tenant, server).await;
    start_scan(&tenant.core, &tenant.owner, quick_scan(&asset))
        .await
        .unwrap()
}

pub async fn look(tenant: &Tenant, scan_id: Uuid) -> ScanView {
    scans::scan(&tenant.reads(), scan_id).await.unwrap()
}

/// Claims the scan's job, as a worker does.
pub async fn claim(tenant: &Tenant, scan: &ScanView) -> Claimed {
    let job = JobRef {
        tenant_id: tenant.owner.scope.tenant_id(),
        job_id: scan.job_id.unwrap(),
    };
    let lease = chrono::TimeDelta::seconds(60);
    let claimed = jobs::claim(&tenant.core.db, JobClass::Scan, &[job], lease).await;
    claimed.unwrap().pop().unwrap()
}

pub fn context(tenant: &Tenant, claimed: &Claimed, stop: &Stop) -> JobContext {
    let kind = claimed.kind.unwrap();
    JobContext::new(Arc::clone(&tenant.core), claimed, kind, stop.clone())
}

//! Another company's ids: every use case answers as if there were nothing.

use super::fixture::{look, queue_scan, quick_scan};
use crate::assets::fixture::by_http;
use crate::both_modes;
use crate::fixtures::weak_web_server;
use crate::harness::{Tenant, assert_not_found};
use xorb_domain::assets::{
    self, DeleteAsset, UpdateAsset, asset_finding_counts, delete_asset, update_asset, verify_asset,
};
use xorb_domain::findings::{self, FindingFilter, FindingOrder, TriageFinding, triage_finding};
use xorb_domain::jobs::{self, JobFilter, cancel_job, retry_job};
use xorb_domain::paging::Page;
use xorb_domain::scans::{self, CancelScan, ScanFilter, cancel_scan, start_scan};
use xorb_entities::findings::FindingState;
use xorb_entities::scans::ScanState;

both_modes! {
    async fn nothing_of_another_company_is_found_or_changed(app: &TestApp) {
        let theirs = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let done = queue_scan(&theirs, &server).await;
        app.run_jobs().await;
        let asset = assets::asset(&theirs.reads(), done.asset_id).await.unwrap();
        let waiting = start_scan(&theirs.core, &theirs.owner, quick_scan(&asset)).await.unwrap();
        let job_id = waiting.job_id.unwrap();
        let page = Page::first(1);
        let all = FindingFilter::default();
        let found = findings::findings(&theirs.reads(), &all, FindingOrder::LastSeen, page).await.unwrap();
        let finding = found.items[0].1.clone();

        let ours = Tenant::sign_up(app, "umbrella").await;
        let (core, actor, reads) = (&ours.core, &ours.owner, ours.reads());
        assert_not_found(assets::asset(&reads, asset.id).await);
        assert_not_found(scans::scan(&reads, done.id).await);
        assert_not_found(findings::finding(&reads, finding.id).await);
        assert_not_found(jobs::job(&reads, job_id).await);
        let before = server.connections();
        assert_not_found(verify_asset(core, actor, by_http(&asset)).await);
        assert_eq!(server.connections(), before);
        let name = "Ours".to_owned();
        let rename = UpdateAsset { asset_id: asset.id, name, expected_version: Some(asset.version) };
        assert_not_found(update_asset(core, actor, rename).await);
        assert_not_found(delete_asset(core, actor, DeleteAsset { asset_id: asset.id }).await);
        assert_not_found(start_scan(core, actor, quick_scan(&asset)).await);
        assert_not_found(cancel_scan(core, actor, CancelScan { scan_id: waiting.id }).await);
        let triage = TriageFinding {
            finding_id: finding.id,
            state: FindingState::Confirmed,
            note: None,
            expected_version: Some(finding.version),
        };
        assert_not_found(triage_finding(core, actor, triage).await);
        assert_not_found(cancel_job(core, actor, job_id).await);
        assert_not_found(retry_job(core, actor, job_id).await);

        assert!(assets::load_assets(&reads, &[asset.id]).await.unwrap().is_empty());
        assert!(asset_finding_counts(&reads, &[asset.id]).await.unwrap().is_empty());
        assert!(scans::load_scans(&reads, &[done.id]).await.unwrap().is_empty());
        assert!(scans::scan_steps(&reads, &[done.id]).await.unwrap().is_empty());
        assert!(scans::scan_finding_counts(&reads, &[done.id]).await.unwrap().is_empty());
        assert!(findings::load_findings(&reads, &[finding.id]).await.unwrap().is_empty());
        assert!(jobs::load_jobs(&reads, &[job_id]).await.unwrap().is_empty());
        assert_eq!(assets::count_assets(&reads).await.unwrap(), 0);
        let of_scan = FindingFilter { scan_id: Some(done.id), ..FindingFilter::default() };
        assert_eq!(findings::count_findings(&reads, &of_scan).await.unwrap(), 0);
        let of_asset = ScanFilter { asset_id: Some(asset.id), ..ScanFilter::default() };
        assert_eq!(scans::count_scans(&reads, &of_asset).await.unwrap(), 0);
        assert_eq!(jobs::count_jobs(&reads, &JobFilter::default()).await.unwrap(), 0);
        assert!(findings::finding_counts(&reads).await.unwrap().is_empty());

        assert_eq!(look(&theirs, waiting.id).await.state, ScanState::Queued);
        let unchanged = findings::finding(&theirs.reads(), finding.id).await.unwrap();
        assert_eq!((unchanged.state, unchanged.version), (finding.state, finding.version));
        let unchanged = assets::asset(&theirs.reads(), asset.id).await.unwrap();
        assert_eq!((unchanged.name, unchanged.version), (asset.name, asset.version));
        cancel_scan(&theirs.core, &theirs.owner, CancelScan { scan_id: waiting.id }).await.unwrap();
    }
}

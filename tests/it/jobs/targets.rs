//! One machine is scanned by so many scans at once as the settings say, whoever asked for them; one tenant has so many
//! running as its plan says, however their ids came to a worker.

use xorb_domain::jobs::{Finish, JobRef, Outcome, ScanLimits, claim_scans, finish};
use xorb_domain::scans::ScanView;

use super::fixture::LEASE;
use crate::assets::fixture::prove;
use crate::both_modes;
use crate::fixtures::weak_web_server;
use crate::harness::Tenant;
use crate::scans::fixture::{queue_scan, quick_scan};
use xorb_domain::scans::start_scan;
use xorb_domain::tenants::quotas::{SetQuotas, set_quotas};

const ONE_OF_A_TARGET: ScanLimits = ScanLimits {
    of_target: 1,
    of_tenant: 10,
};

fn job_of(tenant: &Tenant, scan: &ScanView) -> JobRef {
    JobRef {
        tenant_id: tenant.owner.scope.tenant_id(),
        job_id: scan.job_id.unwrap(),
    }
}

both_modes! {
    async fn a_second_scan_of_a_machine_waits_for_the_first(app: &TestApp) {
        let acme = Tenant::sign_up(app, "acme").await;
        let globex = Tenant::sign_up(app, "globex").await;
        let server = weak_web_server().await;
        let asset = prove(&acme, &server).await;
        let mut jobs = Vec::new();
        for _ in 0..2 {
            let scan = start_scan(&acme.core, &acme.owner, quick_scan(&asset)).await.unwrap();
            jobs.push(job_of(&acme, &scan));
        }
        // Another tenant's scan of the same machine counts as well.
        jobs.push(job_of(&globex, &queue_scan(&globex, &server).await));
        let db = &app.core().db;
        let mut done = Vec::new();
        for _ in 0..jobs.len() {
            let claimed = claim_scans(db, &jobs, LEASE, ONE_OF_A_TARGET).await.unwrap();
            assert_eq!(claimed.len(), 1);
            assert!(claim_scans(db, &jobs, LEASE, ONE_OF_A_TARGET).await.unwrap().is_empty());
            let end = Finish { lease: claimed[0].lease, outcome: Outcome::Cancelled };
            finish(db, &[end]).await.unwrap();
            done.push(claimed[0].lease.job);
        }
        done.sort_unstable();
        jobs.sort_unstable();
        assert_eq!(done, jobs);
        app.run_jobs().await;
    }

    async fn a_tenant_has_no_more_scans_running_than_its_plan_says(app: &TestApp) {
        let acme = Tenant::sign_up(app, "acme").await;
        let servers = [weak_web_server().await, weak_web_server().await];
        let mut jobs = Vec::new();
        for server in &servers {
            jobs.push(job_of(&acme, &queue_scan(&acme, server).await));
        }
        let db = &app.core().db;
        let unlimited = ScanLimits { of_target: 10, of_tenant: 10 };
        let plan = SetQuotas { running_scans: Some(1), ..SetQuotas::default() };
        set_quotas(app.core(), "acme", plan).await.unwrap();
        for _ in 0..2 {
            let claimed = claim_scans(db, &jobs, LEASE, unlimited).await.unwrap();
            assert_eq!(claimed.len(), 1);
            assert!(claim_scans(db, &jobs, LEASE, unlimited).await.unwrap().is_empty());
            let end = Finish { lease: claimed[0].lease, outcome: Outcome::Cancelled };
            finish(db, &[end]).await.unwrap();
        }
        app.run_jobs().await;
    }
}

//! Asking for scans: the first authorisation.

use super::fixture::{look, queue_scan, quick_scan};
use crate::assets::fixture::{prove, register};
use crate::both_modes;
use crate::fixtures::clean_web_server;
use crate::harness::{Tenant, user_error};
use chrono::TimeDelta;
use xorb_domain::identity::Role;
use xorb_domain::scans::{self, CancelScan, ScanFilter, StartScan, cancel_scan, start_scan};
use xorb_domain::{AppError, Clock, UserErrorCode};
use xorb_entities::scans::{ScanProfile, ScanState, ScanStepState};

both_modes! {
    async fn an_unproven_asset_is_not_scanned_and_no_packet_leaves(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = register(&tenant, &server.url()).await;
        let refused = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await;
        assert_eq!(user_error(refused), (UserErrorCode::AssetNotVerified, "input.assetId".to_owned()));
        assert_eq!(app.run_jobs().await, 0);
        assert_eq!(server.connections(), 0);
        assert_eq!(tenant.count("scans WHERE 1 = 1").await, 0);
    }

    async fn a_proof_that_has_run_out_counts_no_more(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        app.clock.advance(TimeDelta::days(91));
        let refused = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await;
        assert_eq!(user_error(refused).0, UserErrorCode::AssetNotVerified);
    }

    async fn a_scan_is_queued_at_once_with_its_steps_and_its_job(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        assert_eq!(scan.state, ScanState::Queued);
        let reads = tenant.reads();
        let steps = scans::scan_steps(&reads, &[scan.id]).await.unwrap();
        let engines: Vec<&str> = steps[&scan.id].iter().map(|step| step.engine.as_str()).collect();
        assert_eq!(engines, ["tcp_connect", "http_headers", "http_cookies", "exposed_files", "directory_listing"]);
        assert!(steps[&scan.id].iter().all(|step| step.state == ScanStepState::Pending));
        let job = xorb_domain::jobs::job(&reads, scan.job_id.unwrap()).await.unwrap();
        assert_eq!((job.kind.as_str(), job.queue_position), ("run_scan", Some(1)));
        assert_eq!(tenant.audited("scan.started", "success").await, 1);
        cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: scan.id }).await.unwrap();
    }

    async fn profiles_to_come_say_so(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        for profile in [ScanProfile::Web, ScanProfile::Full] {
            let input = StartScan { profile, ..quick_scan(&asset) };
            let refused = start_scan(&tenant.core, &tenant.owner, input).await;
            assert_eq!(user_error(refused), (UserErrorCode::NotAvailable, "input.profile".to_owned()));
        }
    }

    async fn no_scan_is_queued_while_scans_are_stopped(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        scans::stop_all_scans(&tenant.core).await.unwrap();
        let refused = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await;
        assert_eq!(user_error(refused).0, UserErrorCode::ScansStopped);
        scans::release_all_scans(&tenant.core).await.unwrap();
        scans::stop_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        let refused = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await;
        assert_eq!(user_error(refused).0, UserErrorCode::ScansStopped);
        scans::release_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        let scan = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: scan.id }).await.unwrap();
    }

    async fn a_switch_that_is_pulled_twice_keeps_its_time_and_one_trace(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let stopped = scans::stop_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        assert_eq!(stopped.scans_stopped_at, Some(app.clock.now()));
        app.clock.advance(TimeDelta::hours(1));
        let again = scans::stop_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
        assert_eq!(again, stopped);
        for _ in 0..2 {
            let released = scans::release_tenant_scans(&tenant.core, &tenant.owner).await.unwrap();
            assert_eq!(released.scans_stopped_at, None);
        }
        for action in ["scans.stopped", "scans.released"] {
            assert_eq!(tenant.audited(action, "success").await, 1);
        }
    }

    async fn who_starts_scans_may_not_touch_the_switch(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let analyst = tenant.with_role(Role::SecurityAnalyst);
        let stopped = scans::stop_tenant_scans(&tenant.core, &analyst).await;
        let released = scans::release_tenant_scans(&tenant.core, &analyst).await;
        assert!(matches!(stopped, Err(AppError::Forbidden("scans:stop"))));
        assert!(matches!(released, Err(AppError::Forbidden("scans:stop"))));
        assert_eq!(tenant.audited("access.denied", "denied").await, 2);
    }

    async fn a_repeated_request_queues_one_scan(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        let request = StartScan { idempotency_key: Some("once".to_owned()), ..quick_scan(&asset) };
        let first = start_scan(&tenant.core, &tenant.owner, request.clone()).await.unwrap();
        cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: first.id }).await.unwrap();
        let second = start_scan(&tenant.core, &tenant.owner, request.clone()).await.unwrap();
        assert_eq!((second.id, second.state), (first.id, ScanState::Cancelled), "a replay shows it as it is now");
        let other = StartScan { profile: ScanProfile::Full, ..request };
        let refused = start_scan(&tenant.core, &tenant.owner, other).await;
        assert!(matches!(refused, Err(AppError::IdempotencyConflict)));
        assert_eq!(scans::count_scans(&tenant.reads(), &ScanFilter::default()).await.unwrap(), 1);
    }

    async fn who_may_only_look_starts_and_cancels_nothing(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        let scan = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        let viewer = tenant.with_role(Role::Viewer);
        let cancel = CancelScan { scan_id: scan.id };
        let started = start_scan(&tenant.core, &viewer, quick_scan(&asset)).await;
        let cancelled = cancel_scan(&tenant.core, &viewer, cancel).await;
        assert!(matches!(started, Err(AppError::Forbidden("scans:start"))));
        assert!(matches!(cancelled, Err(AppError::Forbidden("scans:cancel"))));
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Queued);
        assert_eq!(tenant.audited("access.denied", "denied").await, 2);
        cancel_scan(&tenant.core, &tenant.owner, cancel).await.unwrap();
    }
}

//! What people see of jobs and do to them.

use crate::assets::fixture::prove;
use crate::both_modes;
use crate::fixtures::weak_web_server;
use crate::harness::{Tenant, user_error};
use crate::scans::fixture::{claim, look, queue_scan, quick_scan};
use xorb_domain::identity::Role;
use xorb_domain::jobs::{self, Finish, JobFilter, JobKind, Outcome, cancel_job, retry_job};
use xorb_domain::paging::Page;
use xorb_domain::scans::{self, start_scan};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::jobs::JobState;
use xorb_entities::scans::{ScanState, ScanStepState};

both_modes! {
    async fn waiting_jobs_say_their_place_in_the_tenants_own_queue(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "umbrella").await;
        let server = weak_web_server().await;
        let theirs = queue_scan(&other, &server).await;
        let asset = prove(&tenant, &server).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let scan = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
            ids.push(scan.job_id.unwrap());
        }
        let reads = tenant.reads();
        let queued = jobs::load_jobs(&reads, &ids).await.unwrap();
        let mut places: Vec<_> = ids.iter().map(|id| queued[id].queue_position.unwrap()).collect();
        places.sort_unstable();
        assert_eq!(places, [1, 2, 3]);
        let filter = JobFilter { kinds: vec![JobKind::RunScan], states: vec![JobState::Queued], ..JobFilter::default() };
        let list = jobs::jobs(&reads, &filter, Page::first(2)).await.unwrap();
        assert_eq!((list.items.len(), list.has_next), (2, true));
        assert_eq!(jobs::count_jobs(&reads, &filter).await.unwrap(), 3);
        assert_eq!(jobs::job(&other.reads(), theirs.job_id.unwrap()).await.unwrap().queue_position, Some(1));
        for id in ids {
            cancel_job(&tenant.core, &tenant.owner, id).await.unwrap();
        }
        cancel_job(&other.core, &other.owner, theirs.job_id.unwrap()).await.unwrap();
    }

    async fn a_waiting_job_says_when_it_will_begin_if_the_past_tells(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let asset = prove(&tenant, &server).await;
        let first = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        let job = jobs::job(&tenant.reads(), first.job_id.unwrap()).await.unwrap();
        assert_eq!(job.estimated_start_at, None, "nothing is known yet");
        app.run_jobs().await;
        let second = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        let job = jobs::job(&tenant.reads(), second.job_id.unwrap()).await.unwrap();
        assert!(job.estimated_start_at.is_some());
        app.run_jobs().await;
    }

    async fn cancelling_a_waiting_job_cancels_its_scan(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let job_id = scan.job_id.unwrap();
        let job = cancel_job(&tenant.core, &tenant.owner, job_id).await.unwrap();
        assert_eq!(job.state, JobState::Cancelled);
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Cancelled);
        assert_eq!(cancel_job(&tenant.core, &tenant.owner, job_id).await.unwrap().state, JobState::Cancelled);
        assert_eq!(tenant.audited("job.cancelled", "success").await, 1);
        assert_eq!(app.run_jobs().await, 0);
    }

    async fn a_running_job_is_asked_to_stop(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let claimed = claim(&tenant, &scan).await;
        let job = cancel_job(&tenant.core, &tenant.owner, scan.job_id.unwrap()).await.unwrap();
        assert_eq!(job.state, JobState::Running);
        assert_eq!(tenant.count("scans WHERE cancel_requested_at IS NOT NULL").await, 1);
        let give_back = Finish { lease: claimed.lease, outcome: Outcome::GivenBack };
        jobs::finish(&tenant.core.db, &[give_back]).await.unwrap();
        app.run_jobs().await;
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Cancelled, "whoever runs it next reads the request");
    }

    async fn a_failed_scan_is_run_again_and_only_what_is_left_of_it(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let job_id = scan.job_id.unwrap();
        server.set_token("not the token");
        app.run_jobs().await;
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Failed);
        let reads = tenant.reads();
        let asset = xorb_domain::assets::asset(&reads, scan.asset_id).await.unwrap();
        server.set_token(&asset.verification.token);
        let proof = crate::assets::fixture::by_http(&asset);
        xorb_domain::assets::verify_asset(&tenant.core, &tenant.owner, proof).await.unwrap();
        let job = retry_job(&tenant.core, &tenant.owner, job_id).await.unwrap();
        assert_eq!((job.state, job.attempt, job.error_code), (JobState::Queued, 0, None));
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Queued);
        app.run_jobs().await;
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Completed);
        let steps = scans::scan_steps(&tenant.reads(), &[scan.id]).await.unwrap().remove(&scan.id).unwrap();
        assert!(steps.iter().all(|step| step.state == ScanStepState::Completed));
        assert_eq!(tenant.audited("job.retried", "success").await, 1);
    }

    async fn only_failed_jobs_are_run_again_and_only_living_ones_cancelled(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let job_id = scan.job_id.unwrap();
        let early = retry_job(&tenant.core, &tenant.owner, job_id).await;
        assert_eq!(user_error(early).0, UserErrorCode::InvalidState);
        app.run_jobs().await;
        let late = cancel_job(&tenant.core, &tenant.owner, job_id).await;
        assert_eq!(user_error(late).0, UserErrorCode::InvalidState);
        let again = retry_job(&tenant.core, &tenant.owner, job_id).await;
        assert_eq!(user_error(again).0, UserErrorCode::InvalidState);
    }

    async fn who_may_not_manage_jobs_does_not(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        let job_id = scan.job_id.unwrap();
        let analyst = tenant.with_role(Role::SecurityAnalyst);
        assert!(jobs::job(&tenant.reads_of(analyst.clone()), job_id).await.is_ok());
        let refused = cancel_job(&tenant.core, &analyst, job_id).await;
        assert!(matches!(refused, Err(AppError::Forbidden("jobs:manage"))));
        let viewer = tenant.reads_of(tenant.with_role(Role::Viewer));
        assert!(matches!(jobs::job(&viewer, job_id).await, Err(AppError::Forbidden("jobs:read"))));
        cancel_job(&tenant.core, &tenant.owner, job_id).await.unwrap();
    }
}

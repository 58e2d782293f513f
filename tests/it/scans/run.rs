//! Scans that run: from the queue to their findings.

use super::fixture::{look, queue_scan, quick_scan};
use crate::assets::fixture::prove;
use crate::both_modes;
use crate::fixtures::{Reply, SECRET, clean, clean_web_server, weak, weak_web_server};
use crate::harness::Tenant;
use std::collections::BTreeSet;
use xorb_domain::findings::{self, FindingFilter, FindingOrder, FindingView};
use xorb_domain::jobs;
use xorb_domain::paging::Page;
use xorb_domain::scans::{self, start_scan};
use xorb_entities::assets::VerificationState;
use xorb_entities::findings::FindingState;
use xorb_entities::jobs::JobState;
use xorb_entities::scans::{ScanState, ScanStepState};

async fn findings_of(tenant: &Tenant, scan: &scans::ScanView) -> Vec<FindingView> {
    let filter = FindingFilter {
        scan_id: Some(scan.id),
        ..FindingFilter::default()
    };
    let page = Page::first(100);
    let slice = findings::findings(&tenant.reads(), &filter, FindingOrder::Severity, page).await;
    slice
        .unwrap()
        .items
        .into_iter()
        .map(|(_, finding)| finding)
        .collect()
}

both_modes! {
    async fn a_weak_site_is_scanned_and_its_findings_are_there(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        assert_eq!(app.run_jobs().await, 1);
        let ended = look(&tenant, scan.id).await;
        assert_eq!((ended.state, ended.error_code), (ScanState::Completed, None));
        assert!(ended.started_at.is_some() && ended.finished_at.is_some());
        let found = findings_of(&tenant, &scan).await;
        let checks: BTreeSet<&str> = found.iter().map(|finding| finding.check_id.as_str()).collect();
        assert!(checks.iter().any(|check| check.starts_with("exposed.")), "{checks:?}");
        assert!(checks.iter().any(|check| check.starts_with("http.")), "{checks:?}");
        assert!(found.iter().all(|finding| finding.state == FindingState::Open && finding.asset_id == scan.asset_id));
        assert!(found.iter().all(|finding| !finding.evidence.contains(SECRET)), "evidence keeps no secret");
        let reads = tenant.reads();
        let steps = scans::scan_steps(&reads, &[scan.id]).await.unwrap().remove(&scan.id).unwrap();
        assert!(steps.iter().all(|step| step.state == ScanStepState::Completed), "{steps:#?}");
        let counted: i32 = steps.iter().map(|step| step.finding_count).sum();
        assert_eq!(usize::try_from(counted).unwrap(), found.len());
        let by_severity = scans::scan_finding_counts(&reads, &[scan.id]).await.unwrap();
        assert_eq!(by_severity[&scan.id].iter().map(|count| count.count).sum::<i64>(), i64::from(counted));
        let job = jobs::job(&reads, scan.job_id.unwrap()).await.unwrap();
        assert_eq!((job.state, job.queue_position), (JobState::Succeeded, None));
        assert!(tenant.count("check_coverage WHERE outcome = 'not_vulnerable'").await > 0);
        assert_eq!(tenant.audited("scan.finished", "success").await, 1);
    }

    async fn the_same_scan_twice_gives_the_same_findings(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let asset = prove(&tenant, &server).await;
        let first = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        app.run_jobs().await;
        let once = findings_of(&tenant, &first).await;
        app.clock.advance(chrono::TimeDelta::hours(1));
        let second = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        app.run_jobs().await;
        let twice = findings_of(&tenant, &second).await;
        assert!(!once.is_empty());
        let keys = |findings: &[FindingView]| -> Vec<_> {
            findings.iter().map(|finding| (finding.id, finding.fingerprint.clone(), finding.first_seen_at)).collect()
        };
        assert_eq!(keys(&once), keys(&twice));
        assert!(twice.iter().all(|finding| finding.scan_id == second.id && finding.version == 1));
        assert_eq!(keys(&findings_of(&tenant, &first).await), keys(&once), "the first scan still shows what it saw");
        let total = findings::count_findings(&tenant.reads(), &FindingFilter::default()).await.unwrap();
        assert_eq!(usize::try_from(total).unwrap(), once.len());
        let opened = tenant.count("finding_events WHERE kind = 'opened'").await;
        assert_eq!(usize::try_from(opened).unwrap(), once.len());
    }

    async fn a_clean_site_has_no_weakness_of_the_weak_one(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        app.run_jobs().await;
        assert_eq!(look(&tenant, scan.id).await.state, ScanState::Completed);
        let found = findings_of(&tenant, &scan).await;
        assert!(found.iter().all(|finding| !finding.check_id.starts_with("exposed.")), "{found:#?}");
    }

    async fn a_scan_whose_proof_was_taken_away_looks_at_nothing(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        server.set_token("another one");
        let before = server.paths().len();
        app.run_jobs().await;
        let ended = look(&tenant, scan.id).await;
        assert_eq!((ended.state, ended.error_code.as_deref()), (ScanState::Failed, Some("proof_mismatch")));
        assert_eq!(server.paths().len(), before + 1, "only the proof was asked for");
        let asset = xorb_domain::assets::asset(&tenant.reads(), scan.asset_id).await.unwrap();
        assert_eq!(asset.verification.state, VerificationState::Failed);
        let steps = scans::scan_steps(&tenant.reads(), &[scan.id]).await.unwrap().remove(&scan.id).unwrap();
        assert!(steps.iter().all(|step| step.state == ScanStepState::Skipped));
        let job = jobs::job(&tenant.reads(), scan.job_id.unwrap()).await.unwrap();
        assert_eq!((job.state, job.error_code.as_deref()), (JobState::Failed, Some("proof_mismatch")));
        assert_eq!(tenant.audited("scan.finished", "failure").await, 1);
    }

    async fn a_weakness_that_is_gone_stays_as_it_is_until_a_retest(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = weak_web_server().await;
        let asset = prove(&tenant, &server).await;
        let first = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        app.run_jobs().await;
        let leak = findings_of(&tenant, &first).await.into_iter()
            .find(|finding| finding.location.ends_with("/.git/HEAD")).unwrap();
        for (version, state) in (1..).zip([
            FindingState::Confirmed, FindingState::InRemediation, FindingState::FixedUnverified,
        ]) {
            let input = findings::TriageFinding {
                finding_id: leak.id, state, note: None, expected_version: Some(version),
            };
            findings::triage_finding(&tenant.core, &tenant.owner, input).await.unwrap();
        }
        server.become_like(|path| if path == "/.git/HEAD" { Reply::not_found() } else { weak(path) });
        start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        app.run_jobs().await;
        let now = findings::finding(&tenant.reads(), leak.id).await.unwrap();
        assert_eq!((now.state, now.scan_id), (FindingState::FixedUnverified, first.id));
        assert_eq!(tenant.count("finding_events WHERE kind = 'comment' AND subject_id IS NULL").await, 1);
        server.become_like(weak);
        start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        app.run_jobs().await;
        let back = findings::finding(&tenant.reads(), leak.id).await.unwrap();
        assert_eq!(back.state, FindingState::Open, "seen again after a fix");
        server.become_like(clean);
    }
}

//! What becomes of a finding when scans see it.

use super::fixture::{HEADER, LEAK, Scanned};
use crate::both_modes;
use crate::harness::Tenant;
use chrono::TimeDelta;
use xorb_entities::findings::FindingState::{
    Confirmed, FalsePositive, FixedUnverified, InRemediation, Open,
};
use xorb_entities::findings::Severity;

both_modes! {
    async fn a_new_finding_is_open_and_due_by_its_severity(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env"), (LEAK, "/.env"), (HEADER, "/")]).await;
        let all = scanned.all().await;
        assert_eq!(all.len(), 2, "one for each fingerprint");
        let leak = all.iter().find(|finding| finding.check_id == LEAK).unwrap();
        assert_eq!((leak.state, leak.severity, leak.version), (Open, Severity::Critical, 1));
        assert_eq!(leak.sla_due_at, Some(leak.first_seen_at + TimeDelta::days(7)));
        assert_eq!(leak.location, "https://shop.example:443/.env");
        assert!(leak.cvss_score.is_some_and(|score| score >= 9.0));
        assert_eq!(scanned.tenant.count("finding_events WHERE kind = 'opened'").await, 2);
        assert_eq!(scanned.tenant.count("finding_observations WHERE 1 = 1").await, 2);
    }

    async fn seen_again_only_time_and_scan_move(app: &TestApp) {
        let mut scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let first = scanned.one().await;
        scanned.walk(first.id, &[Confirmed]).await;
        app.clock.advance(TimeDelta::days(3));
        scanned.scan_again().await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let again = scanned.one().await;
        assert_eq!((again.id, again.state, again.version), (first.id, Confirmed, 2));
        assert_eq!(again.last_seen_at, first.last_seen_at + TimeDelta::days(3));
        assert_eq!((again.first_seen_at, again.sla_due_at), (first.first_seen_at, first.sla_due_at));
        assert_eq!(again.scan_id, scanned.scan_id);
        assert_eq!(scanned.tenant.count("finding_observations WHERE 1 = 1").await, 2);
    }

    async fn seen_after_a_fix_it_is_opened_again_and_its_deadline_starts_anew(app: &TestApp) {
        let mut scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let first = scanned.one().await;
        let fixed = scanned.walk(first.id, &[Confirmed, InRemediation, FixedUnverified]).await;
        app.clock.advance(TimeDelta::days(5));
        scanned.scan_again().await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let reopened = scanned.one().await;
        assert_eq!((reopened.state, reopened.version), (Open, fixed.version + 1));
        assert_eq!(reopened.sla_due_at, Some(reopened.last_seen_at + TimeDelta::days(7)));
        let history = "finding_events WHERE kind = 'reopened' AND from_state = 'fixed_unverified' AND to_state = 'open'";
        assert_eq!(scanned.tenant.count(history).await, 1);
    }

    async fn seen_while_set_aside_it_stays_set_aside(app: &TestApp) {
        let mut scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let first = scanned.one().await;
        let aside = scanned.walk(first.id, &[FalsePositive]).await;
        app.clock.advance(TimeDelta::days(30));
        scanned.scan_again().await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let again = scanned.one().await;
        assert_eq!((again.state, again.version, again.sla_due_at), (FalsePositive, aside.version, aside.sla_due_at));
        assert_eq!(again.last_seen_at, first.last_seen_at + TimeDelta::days(30));
    }

    async fn many_findings_come_in_at_once_and_again(app: &TestApp) {
        let mut scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        let paths: Vec<String> = (0..1_234).map(|number| format!("/a{number}z/.env")).collect();
        let seen: Vec<(&str, &str)> = paths.iter().map(|path| (LEAK, path.as_str())).collect();
        scanned.see(&seen).await;
        scanned.scan_again().await;
        scanned.see(&seen).await;
        assert_eq!(scanned.tenant.count("findings WHERE version = 1").await, 1_234);
        assert_eq!(scanned.tenant.count("finding_observations WHERE 1 = 1").await, 2_468);
        assert_eq!(scanned.tenant.count("finding_events WHERE 1 = 1").await, 1_234);
    }

    async fn two_scans_that_see_the_same_at_once_make_one_finding_each(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        let paths: Vec<String> = (0..200).map(|number| format!("/a{number}z/.env")).collect();
        let seen: Vec<(&str, &str)> = paths.iter().map(|path| (LEAK, path.as_str())).collect();
        let backwards: Vec<(&str, &str)> = seen.iter().rev().copied().collect();
        tokio::join!(scanned.see(&seen), scanned.see(&backwards), scanned.see(&seen));
        assert_eq!(scanned.tenant.count("findings WHERE version = 1").await, 200);
        assert_eq!(scanned.tenant.count("finding_observations WHERE 1 = 1").await, 200);
    }

    async fn the_same_weakness_of_two_companies_is_two_findings(app: &TestApp) {
        let ours = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        let theirs = Scanned::by(Tenant::sign_up(app, "umbrella").await).await;
        ours.see(&[(LEAK, "/.env")]).await;
        theirs.see(&[(LEAK, "/.env")]).await;
        assert_ne!(ours.one().await.fingerprint, theirs.one().await.fingerprint);
    }
}

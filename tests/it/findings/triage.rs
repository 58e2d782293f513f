//! People decide about findings.

use super::fixture::{LEAK, Scanned, decision};
use crate::both_modes;
use crate::harness::{Tenant, assert_conflict, user_error};
use xorb_domain::findings::{self, TriageFinding, triage_finding};
use xorb_domain::identity::Role;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::findings::FindingState::{
    Confirmed, FalsePositive, FixedUnverified, InRemediation, Mitigated, Open, RiskAccepted,
};

both_modes! {
    async fn a_finding_moves_along_its_edges_with_a_history(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let finding = scanned.one().await;
        let fixed = scanned.walk(finding.id, &[Confirmed, InRemediation, FixedUnverified]).await;
        assert_eq!((fixed.state, fixed.version), (FixedUnverified, 4));
        let history = "finding_events WHERE kind = 'state_changed' AND subject_id IS NOT NULL";
        assert_eq!(scanned.tenant.count(history).await, 3);
        assert_eq!(scanned.tenant.audited("finding.triaged", "success").await, 3);
    }

    async fn there_is_no_way_past_the_edges(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let finding = scanned.one().await;
        let (core, owner) = (&scanned.tenant.core, &scanned.tenant.owner);
        for state in [Open, InRemediation, FixedUnverified, Mitigated, RiskAccepted] {
            let refused = triage_finding(core, owner, decision(&finding, state)).await;
            assert_eq!(user_error(refused), (UserErrorCode::InvalidState, "input.state".to_owned()));
        }
        assert_eq!(scanned.one().await.version, 1);
    }

    async fn of_two_decisions_from_the_same_version_the_second_is_refused(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let finding = scanned.one().await;
        let (core, owner) = (&scanned.tenant.core, &scanned.tenant.owner);
        triage_finding(core, owner, decision(&finding, Confirmed)).await.unwrap();
        assert_conflict(triage_finding(core, owner, decision(&finding, FalsePositive)).await);
        assert_eq!(scanned.one().await.state, Confirmed);
    }

    async fn a_note_in_the_same_state_is_a_comment(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let finding = scanned.one().await;
        let note = Some("asked the operations team".to_owned());
        let comment = TriageFinding { note, ..decision(&finding, Open) };
        let after = triage_finding(&scanned.tenant.core, &scanned.tenant.owner, comment).await.unwrap();
        assert_eq!(after.state, Open);
        let history = "finding_events WHERE kind = 'comment' AND note = 'asked the operations team'";
        assert_eq!(scanned.tenant.count(history).await, 1);
    }

    async fn who_may_only_look_decides_nothing(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let finding = scanned.one().await;
        let auditor = scanned.tenant.with_role(Role::Auditor);
        let refused = triage_finding(&scanned.tenant.core, &auditor, decision(&finding, Confirmed)).await;
        assert!(matches!(refused, Err(AppError::Forbidden("findings:triage"))));
        let officer = scanned.tenant.reads_of(scanned.tenant.with_role(Role::PrivacyOfficer));
        assert!(matches!(findings::finding(&officer, finding.id).await, Err(AppError::Forbidden(_))));
    }

    async fn reading_evidence_is_in_the_trail(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env")]).await;
        let finding = scanned.one().await;
        let reads = scanned.tenant.reads();
        findings::record_evidence_read(&reads, &[finding.id]);
        findings::record_evidence_read(&reads, &[finding.id, finding.id]);
        findings::record_evidence_read(&reads, &[]);
        reads.finish().await.unwrap();
        assert_eq!(scanned.tenant.audited("evidence.read", "success").await, 2);
    }
}

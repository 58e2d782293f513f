//! The fence: nothing is written about a person, and nobody gets in as one, once the erasure has begun.

use xorb_domain::AppError;
use xorb_domain::identity::{Role, refresh_session};
use xorb_domain::privacy::erasure;
use xorb_entities::identity::SessionDelivery;
use xorb_entities::privacy::RequestState;

use super::erasable::{ANN, Company, TO_ANN, context, run};
use super::requests::fixture::{Office, VIEWER};
use crate::both_modes;
use crate::findings::fixture::{LEAK, Scanned};
use crate::harness::Tenant;
use crate::identity::fixture;

both_modes! {
    async fn behind_the_fence_nobody_gets_in_as_the_person(app: &TestApp) {
        let company = Company::new(app).await;
        let session = fixture::try_log_in(app, "acme", ANN, fixture::PASSWORD, SessionDelivery::Token).await.unwrap();
        company.approve(app).await;
        let (context, request_id) = context(app, &company).await;
        assert!(erasure::raise_fence(&context, request_id).await.unwrap());
        assert!(fixture::try_log_in(app, "acme", ANN, fixture::PASSWORD, SessionDelivery::Token).await.is_err());
        let refresh = session.refresh_token.unwrap();
        let refreshed = refresh_session(app.core(), &fixture::request(), refresh.expose()).await;
        assert!(refreshed.is_err());
        run(app).await;
        assert_eq!(company.state(app).await, "completed");
    }

    async fn an_asset_that_comes_after_the_fence_is_refused(app: &TestApp) {
        let company = Company::new(app).await;
        company.approve(app).await;
        let (context, request_id) = context(app, &company).await;
        erasure::raise_fence(&context, request_id).await.unwrap();
        let tx = company.write(app).await;
        let sql = "INSERT INTO assets (tenant_id, id, subject_id, name, kind, address, host, created_at, updated_at) \
                   VALUES ($1, $2, $3, 'a', 'host', 'a.example', 'a.example', $4, $4)";
        let late = tx
            .execute(sql, [tx.tenant_id().into(), tx.new_id().into(), company.ann.subject_id.into(), tx.now().into()])
            .await;
        assert!(matches!(late, Err(AppError::Conflict(_))), "{late:?}");
        drop(tx);
        run(app).await;
        assert_eq!(company.state(app).await, "completed");
    }

    async fn a_run_that_died_anywhere_is_taken_up_by_the_next(app: &TestApp) {
        let company = Company::new(app).await;
        company.approve(app).await;
        let (context, request_id) = context(app, &company).await;
        erasure::raise_fence(&context, request_id).await.unwrap();
        erasure::next_batch(&context, request_id).await.unwrap();
        // This run says nothing more; its lease is over.
        run(app).await;
        assert_eq!(company.state(app).await, "completed");
        assert_eq!(company.count(app, "certificates WHERE 1 = 1").await, 1);
        assert_eq!(app.mails_to(TO_ANN).len(), 1);
        let late = erasure::next_batch(&context, request_id).await.unwrap_err();
        assert!(matches!(late.error, AppError::Fenced), "{late:?}");
    }

    async fn two_requests_for_one_person_end_in_one_erasure_and_two_answers(app: &TestApp) {
        let company = Company::new(app).await;
        company.approve(app).await;
        company.approve(app).await;
        run(app).await;
        assert_eq!(company.count(app, "data_subject_requests WHERE state = 'completed'").await, 2);
        assert_eq!(company.count(app, "data_subjects WHERE state = 'erased'").await, 1);
    }

    async fn an_open_invitation_of_the_person_goes_with_them(app: &TestApp) {
        let company = Company::new(app).await;
        let token = fixture::invite(app, &company.owner, "new@corp.example", Role::Viewer).await;
        let subject = company.text(app, "SELECT CAST(count(*) AS text) FROM invitations WHERE tenant_id = $1").await;
        assert!(subject.is_some());
        let tx = company.write(app).await;
        let sql = "SELECT subject_id FROM invitations WHERE tenant_id = $1 AND email_normalized = 'new@corp.example'";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        let subject_id = rows[0].try_get("", "subject_id").unwrap();
        drop(tx);
        company.approve_for(app, subject_id, "new@corp.example").await;
        run(app).await;
        assert_eq!(company.state(app).await, "completed");
        assert!(fixture::accept(app, &token).await.is_err());
    }

    async fn a_scan_that_began_before_the_erasure_does_not_write_the_person_back(app: &TestApp) {
        let office = Office::open(app).await;
        let (core, owner) = (office.tenant.core.clone(), office.tenant.owner.clone());
        let scanned = Scanned::by(Tenant { core, owner }).await;
        scanned.see(&[(LEAK, &format!("/{VIEWER}/.env"))]).await;
        let asked = office.asked().await;
        office.approve(&office.officer, &asked).await.unwrap();
        run(app).await;
        assert_eq!(office.now(&asked).await.state, RequestState::Completed);
        scanned.see(&[(LEAK, &format!("/{VIEWER}/late.env"))]).await;
        let findings = scanned.all().await;
        assert_eq!(findings.len(), 2);
        for finding in findings {
            assert!(finding.location.contains("[erased]"), "{}", finding.location);
            assert!(!finding.location.contains("vera"), "{}", finding.location);
        }
    }
}

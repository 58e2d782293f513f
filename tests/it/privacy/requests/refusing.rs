//! Refusal: with a ground, a letter in the person's language, and nothing kept.

use super::fixture::{Office, VIEWER, assert_state_refuses};
use crate::both_modes;
use crate::harness::user_error;
use xorb_domain::privacy::{
    ExtendDataSubjectRequest, RefusalGround, RefuseDataSubjectRequest, RequestView,
    extend_data_subject_request, load_request_messages, refuse_data_subject_request,
    withdraw_data_subject_request,
};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::privacy::{RequestMessageKind, RequestState};

fn refusal(request: &RequestView, explanation: &str) -> RefuseDataSubjectRequest {
    RefuseDataSubjectRequest {
        request_id: request.id,
        ground: RefusalGround::LegalObligation,
        explanation: explanation.to_owned(),
    }
}

both_modes! {
    async fn a_refused_person_is_told_ground_and_remedy_in_the_tenant_s_language(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        let core = &office.tenant.core;
        let tx = core.db.write(&office.tenant.owner.scope).await.unwrap();
        let german = "UPDATE data_subject_requests SET language = 'de' WHERE tenant_id = $1";
        tx.execute(german, [tx.tenant_id().into()]).await.unwrap();
        tx.commit().await.unwrap();
        let input = refusal(&asked, "Rechnungen des Jahres 2025.");
        let refused = refuse_data_subject_request(core, &office.officer, input).await.unwrap();
        assert_eq!(refused.state, RequestState::Refused);
        assert_eq!(refused.refusal_ground, Some(RefusalGround::LegalObligation));
        assert!(refused.completed_at.is_some());
        assert_eq!(office.vaults().await, 0, "what it held about the person is gone");
        app.run_jobs().await;
        let mail = app.mails_to(VIEWER).into_iter().find(|mail| mail.contains("17(3)(b)")).unwrap();
        assert!(mail.contains("DSGVO") && mail.contains("Gericht") && mail.contains("Rechnungen"), "{mail}");
        let reads = office.tenant.reads_of(office.officer.clone());
        let messages = load_request_messages(&reads, &[asked.id]).await.unwrap().remove(&asked.id).unwrap();
        let kinds: Vec<_> = messages.iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [RequestMessageKind::Received, RequestMessageKind::Refused]);
        assert_eq!(messages[1].subject, "Ihr Antrag auf Löschung wurde abgelehnt");
    }

    async fn after_a_refusal_nothing_more_happens(app: &TestApp) {
        let office = Office::open(app).await;
        let (core, officer) = (&office.tenant.core, &office.officer);
        let asked = office.asked().await;
        refuse_data_subject_request(core, officer, refusal(&asked, "No.")).await.unwrap();
        assert_state_refuses(refuse_data_subject_request(core, officer, refusal(&asked, "No.")).await, "REFUSED");
        assert_state_refuses(office.approve(officer, &asked).await, "REFUSED");
        assert_state_refuses(office.verify(officer, &asked).await, "REFUSED");
        assert_state_refuses(withdraw_data_subject_request(core, &office.viewer, asked.id).await, "REFUSED");
        let more = ExtendDataSubjectRequest { request_id: asked.id, months: 1, reason: "Busy.".to_owned(), expected_version: None };
        assert_state_refuses(extend_data_subject_request(core, officer, more).await, "REFUSED");
        app.run_jobs().await;
    }

    async fn what_is_approved_can_t_be_refused_and_a_refusal_says_why(app: &TestApp) {
        let office = Office::open(app).await;
        let (core, officer) = (&office.tenant.core, &office.officer);
        let asked = office.asked().await;
        let silent = refuse_data_subject_request(core, officer, refusal(&asked, "  ")).await;
        assert_eq!(user_error(silent), (UserErrorCode::InvalidInput, "input.explanation".to_owned()));
        let stranger = refuse_data_subject_request(core, &office.viewer, refusal(&asked, "No.")).await;
        assert!(matches!(stranger, Err(AppError::Forbidden("privacy:manage"))));
        office.approve(officer, &asked).await.unwrap();
        assert_state_refuses(refuse_data_subject_request(core, officer, refusal(&asked, "No.")).await, "APPROVED");
        app.run_jobs().await;
    }
}

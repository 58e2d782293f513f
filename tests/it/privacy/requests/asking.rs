//! Asking: for oneself, for somebody, twice, and for what is not offered.

use super::fixture::{Office, VIEWER, create, for_oneself, for_person};
use crate::both_modes;
use crate::harness::user_error;
use crate::identity::fixture::PASSWORD;
use chrono::TimeDelta;
use xorb_domain::identity::{StepUp, step_up};
use xorb_domain::privacy::{CreateDataSubjectRequest, StatedPerson};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::privacy::{IdentificationMethod, RequestChannel, RequestState, RightKind};

both_modes! {
    async fn a_person_who_asks_for_themselves_is_known_and_sees_the_plan_at_once(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        assert_eq!(asked.state, RequestState::Planned);
        assert_eq!(asked.channel, RequestChannel::GraphqlSelf);
        assert_eq!(asked.verification_method, Some(IdentificationMethod::KnownAccount));
        // 15 February 2026 is a Sunday; the day ends by local time.
        assert_eq!(asked.due_at.to_rfc3339(), "2026-02-16T22:59:59+00:00");
        let plan = asked.plan.unwrap();
        assert!(plan.plan.items.iter().any(|item| item.location == "users" && item.rows == 1), "{plan:?}");
        app.run_jobs().await;
        let mails = app.mails_to(VIEWER);
        let received = mails.iter().find(|mail| mail.contains("We have received your request"));
        assert!(received.unwrap().contains("16 February 2026"), "{mails:?}");
        for action in ["request.created", "request.verified", "request.planned"] {
            assert_eq!(office.tenant.audited(action, "success").await, 1, "{action}");
        }
    }

    async fn whoever_has_not_proven_who_they_are_lately_has_to_first(app: &TestApp) {
        let office = Office::open(app).await;
        app.clock.advance(TimeDelta::minutes(10));
        office.asked().await;
        app.clock.advance(TimeDelta::seconds(1));
        let refused = create(&office.tenant, &office.viewer, for_oneself()).await;
        assert_eq!(user_error(refused).0, UserErrorCode::StepUpRequired);
        assert_eq!(office.tenant.audited("access.denied", "denied").await, 1);
        let proof = StepUp::Password(PASSWORD.into());
        step_up(&office.tenant.core, &office.viewer, proof).await.unwrap();
        office.asked().await;
        app.run_jobs().await;
    }

    async fn the_same_key_gives_the_same_request_and_another_input_is_refused(app: &TestApp) {
        let office = Office::open(app).await;
        let keyed = |note: &str| CreateDataSubjectRequest {
            note: Some(note.to_owned()),
            idempotency_key: Some("7c1f".to_owned()),
            ..for_oneself()
        };
        let first = create(&office.tenant, &office.viewer, keyed("Please")).await.unwrap();
        app.clock.advance(TimeDelta::minutes(30));
        let again = create(&office.tenant, &office.viewer, keyed("Please")).await.unwrap();
        assert_eq!(again.id, first.id);
        let other = create(&office.tenant, &office.viewer, keyed("Now")).await;
        assert!(matches!(other, Err(AppError::IdempotencyConflict)));
        assert_eq!(office.tenant.count("data_subject_requests WHERE state = 'planned'").await, 1);
        app.run_jobs().await;
    }

    async fn only_erasure_is_offered_and_it_corrects_nothing(app: &TestApp) {
        let office = Office::open(app).await;
        for right in [RightKind::Access, RightKind::Portability, RightKind::Objection] {
            let input = CreateDataSubjectRequest { right, ..for_oneself() };
            let refused = create(&office.tenant, &office.viewer, input).await;
            assert_eq!(user_error(refused), (UserErrorCode::NotAvailable, "input.right".to_owned()));
        }
        let input = CreateDataSubjectRequest { has_corrections: true, ..for_oneself() };
        let refused = create(&office.tenant, &office.viewer, input).await;
        assert_eq!(user_error(refused).1, "input.corrections");
    }

    async fn an_officer_asks_for_a_person_who_waits_until_they_are_identified(app: &TestApp) {
        let office = Office::open(app).await;
        let entered = office.entered("ann@elsewhere.example").await;
        assert_eq!(entered.state, RequestState::Received);
        assert!(entered.plan.is_none());
        assert_eq!(entered.channel, RequestChannel::GraphqlOfficer);
        let planned = office.verify(&office.officer, &office.now(&entered).await).await.unwrap();
        assert_eq!(planned.state, RequestState::Planned);
        assert_eq!(planned.verification_method, Some(IdentificationMethod::Document));
        let again = office.verify(&office.officer, &planned).await;
        super::fixture::assert_state_refuses(again, "PLANNED");
    }

    async fn only_who_handles_requests_asks_for_others(app: &TestApp) {
        let office = Office::open(app).await;
        let refused = create(&office.tenant, &office.viewer, for_person("ann@elsewhere.example")).await;
        assert!(matches!(refused, Err(AppError::Forbidden("privacy:manage"))));
        let input = CreateDataSubjectRequest { subject: Some(StatedPerson::default()), ..for_oneself() };
        let refused = create(&office.tenant, &office.officer, input).await;
        assert_eq!(user_error(refused), (UserErrorCode::InvalidInput, "input.subject".to_owned()));
    }
}

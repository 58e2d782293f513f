//! Approval: by hash, by a second pair of eyes, once.

use super::fixture::{Office, assert_state_refuses, create, for_oneself};
use crate::both_modes;
use crate::harness::{Tenant, user_error};
use crate::identity::fixture::member;
use chrono::TimeDelta;
use xorb_domain::identity::{Role, UpdateUserRoles, update_user_roles};
use xorb_domain::privacy::{ApproveDataSubjectRequest, approve_data_subject_request};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::privacy::RequestState;

both_modes! {
    async fn an_approved_plan_has_its_job_and_is_not_approved_again(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        let approved = office.approve(&office.officer, &asked).await.unwrap();
        assert_eq!(approved.state, RequestState::Approved);
        assert!(approved.job_id.is_some() && approved.approved_at.is_some());
        assert_eq!(approved.plan, asked.plan);
        let again = office.approve(&office.officer, &asked).await;
        assert_state_refuses(again, "APPROVED");
        assert_eq!(office.erasure_jobs().await, 1);
        assert_eq!(office.tenant.audited("request.approved", "success").await, 1);
        app.run_jobs().await;
    }

    async fn of_two_approvals_at_once_one_counts_and_there_is_one_job(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        let (first, second) = tokio::join!(
            office.approve(&office.officer, &asked),
            office.approve(&office.tenant.owner, &asked),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert!(matches!(first.err().or(second.err()), Some(AppError::Conflict(_))));
        assert_eq!(office.erasure_jobs().await, 1);
        app.run_jobs().await;
    }

    async fn whoever_identified_the_person_does_not_approve_while_somebody_else_can(app: &TestApp) {
        let office = Office::open(app).await;
        let entered = office.entered("ann@elsewhere.example").await;
        let planned = office.verify(&office.officer, &entered).await.unwrap();
        let refused = office.approve(&office.officer, &planned).await;
        assert_eq!(user_error(refused).0, UserErrorCode::FourEyesRequired);
        assert_eq!(office.tenant.audited("access.denied", "denied").await, 1);
        office.approve(&office.tenant.owner, &planned).await.unwrap();
        app.run_jobs().await;
    }

    async fn nobody_approves_their_own_erasure_while_somebody_else_can(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = create(&office.tenant, &office.officer, for_oneself()).await.unwrap();
        let refused = office.approve(&office.officer, &asked).await;
        assert_eq!(user_error(refused).0, UserErrorCode::FourEyesRequired);
        office.approve(&office.tenant.owner, &asked).await.unwrap();
        app.run_jobs().await;
    }

    async fn a_proof_of_ten_minutes_ago_is_too_old_to_approve(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        app.clock.advance(TimeDelta::minutes(10) + TimeDelta::microseconds(1));
        let refused = office.approve(&office.officer, &asked).await;
        assert_eq!(user_error(refused).0, UserErrorCode::StepUpRequired);
        assert_eq!(office.now(&asked).await.state, RequestState::Planned);
        assert_eq!(office.tenant.audited("access.denied", "denied").await, 1);
        app.run_jobs().await;
    }

    async fn another_hash_than_the_plan_s_is_refused(app: &TestApp) {
        let office = Office::open(app).await;
        let (asked, other) = (office.asked().await, office.entered("ann@elsewhere.example").await);
        let other = office.verify(&office.officer, &other).await.unwrap();
        for plan_hash in [String::new(), "0".repeat(64), other.plan.unwrap().hash] {
            let input = ApproveDataSubjectRequest { request_id: asked.id, plan_hash };
            let refused = approve_data_subject_request(&office.tenant.core, &office.officer, input).await;
            assert_eq!(user_error(refused), (UserErrorCode::PlanChanged, "input.planHash".to_owned()));
        }
        app.run_jobs().await;
    }

    async fn the_last_owner_makes_another_one_and_can_go_then(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "office").await;
        let viewer = member(app, &tenant.owner, "vera@office.example", Role::Viewer).await.actor;
        let office = Office { officer: tenant.owner.clone(), viewer: viewer.clone(), tenant };
        let asked = create(&office.tenant, &office.tenant.owner, for_oneself()).await.unwrap();
        let conflicts = &asked.plan.as_ref().unwrap().plan.conflicts;
        assert!(conflicts.iter().any(|conflict| conflict.code == "SOLE_OWNER"), "{conflicts:?}");
        let refused = office.approve(&office.officer, &asked).await;
        assert_eq!(user_error(refused).0, UserErrorCode::InvalidState);

        let promote = UpdateUserRoles { user_id: viewer.user_id.unwrap(), roles: vec![Role::Owner], expected_version: None };
        update_user_roles(&office.tenant.core, &office.tenant.owner, promote).await.unwrap();
        let heir = xorb_domain::identity::Actor { roles: vec![Role::Owner], ..viewer };
        let stale = office.approve(&heir, &asked).await;
        assert_eq!(user_error(stale).0, UserErrorCode::PlanChanged, "the new plan has to be seen first");
        let planned = office.now(&asked).await;
        assert_ne!(planned.plan, asked.plan);
        office.approve(&heir, &planned).await.unwrap();
        app.run_jobs().await;
    }

    async fn what_is_not_planned_can_t_be_approved(app: &TestApp) {
        let office = Office::open(app).await;
        let entered = office.entered("ann@elsewhere.example").await;
        let input = ApproveDataSubjectRequest { request_id: entered.id, plan_hash: "0".repeat(64) };
        let refused = approve_data_subject_request(&office.tenant.core, &office.officer, input).await;
        assert_state_refuses(refused, "RECEIVED");
        let asked = office.asked().await;
        let refused = office.approve(&office.viewer, &asked).await;
        assert!(matches!(refused, Err(AppError::Forbidden("privacy:manage"))));
        app.run_jobs().await;
    }
}

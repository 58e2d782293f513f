//! Withdrawal: by the person or an officer, until the erasure has begun.

use super::fixture::{Office, assert_state_refuses};
use crate::both_modes;
use crate::harness::assert_not_found;
use xorb_domain::AppError;
use xorb_domain::privacy::withdraw_data_subject_request;
use xorb_entities::jobs::JobState;
use xorb_entities::privacy::RequestState;

both_modes! {
    async fn a_person_takes_their_request_back_and_nothing_of_it_is_kept(app: &TestApp) {
        let office = Office::open(app).await;
        let core = &office.tenant.core;
        let asked = office.asked().await;
        let withdrawn = withdraw_data_subject_request(core, &office.viewer, asked.id).await.unwrap();
        assert_eq!(withdrawn.state, RequestState::Withdrawn);
        assert_eq!(office.vaults().await, 0);
        assert_eq!(office.tenant.audited("request.withdrawn", "success").await, 1);
        let again = withdraw_data_subject_request(core, &office.viewer, asked.id).await;
        assert_state_refuses(again, "WITHDRAWN");
        app.run_jobs().await;
    }

    async fn with_an_approved_request_its_job_goes(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        let approved = office.approve(&office.officer, &asked).await.unwrap();
        withdraw_data_subject_request(&office.tenant.core, &office.officer, asked.id).await.unwrap();
        let reads = office.tenant.reads();
        let job = xorb_domain::jobs::job(&reads, approved.job_id.unwrap()).await.unwrap();
        assert_eq!(job.state, JobState::Cancelled);
        app.run_jobs().await;
        assert_eq!(office.tenant.count("users WHERE email_normalized = 'vera@office.example'").await, 1);
    }

    async fn somebody_else_s_request_is_not_taken_back(app: &TestApp) {
        let office = Office::open(app).await;
        let core = &office.tenant.core;
        let entered = office.entered("ann@elsewhere.example").await;
        let refused = withdraw_data_subject_request(core, &office.viewer, entered.id).await;
        assert!(matches!(refused, Err(AppError::Forbidden("privacy:manage"))));
        let nothing = sea_orm::prelude::Uuid::from_u128(7);
        assert_not_found(withdraw_data_subject_request(core, &office.officer, nothing).await);
    }
}

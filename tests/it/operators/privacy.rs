//! Operators have the rights of everybody about their data, and answer for it themselves.

use super::fixture::{log_in, operator, reads, user_codes};
use crate::both_realms;
use crate::privacy::requests::fixture::for_oneself;
use xorb_domain::UserErrorCode;
use xorb_domain::privacy::{
    ApproveDataSubjectRequest, approve_data_subject_request, create_data_subject_request,
    data_subject_request,
};
use xorb_entities::privacy::RequestState;

both_realms! {
    async fn an_operator_is_erased_with_the_approval_of_another(app: &TestApp) {
        let mut otto = operator(app, "otto@platform.example").await;
        let oda = operator(app, "oda@platform.example").await;
        let request = create_data_subject_request(app.core(), &otto.actor, for_oneself()).await.unwrap();
        app.run_jobs().await;
        let request = data_subject_request(&reads(app, &oda.actor), request.id).await.unwrap();
        let approval = || ApproveDataSubjectRequest {
            request_id: request.id,
            plan_hash: request.plan.as_ref().unwrap().hash.clone(),
        };
        let alone = approve_data_subject_request(app.core(), &otto.actor, approval()).await;
        assert_eq!(user_codes(alone), [UserErrorCode::FourEyesRequired]);
        approve_data_subject_request(app.core(), &oda.actor, approval()).await.unwrap();
        app.run_jobs().await;
        let done = data_subject_request(&reads(app, &oda.actor), request.id).await.unwrap();
        assert_eq!(done.state, RequestState::Completed);
        assert_eq!(user_codes(log_in(app, &mut otto.passkey).await), [UserErrorCode::InvalidCredentials]);
    }
}

//! All mutations about data-subject requests.

use async_graphql::MergedObject;

use super::approve_data_subject_request::ApproveDataSubjectRequestMutation;
use super::create_data_subject_request::CreateDataSubjectRequestMutation;
use super::extend_data_subject_request::ExtendDataSubjectRequestMutation;
use super::refuse_data_subject_request::RefuseDataSubjectRequestMutation;
use super::verify_data_subject_request::VerifyDataSubjectRequestMutation;
use super::withdraw_data_subject_request::WithdrawDataSubjectRequestMutation;

#[derive(Default, MergedObject)]
pub struct PrivacyMutation(
    CreateDataSubjectRequestMutation,
    VerifyDataSubjectRequestMutation,
    ApproveDataSubjectRequestMutation,
    RefuseDataSubjectRequestMutation,
    ExtendDataSubjectRequestMutation,
    WithdrawDataSubjectRequestMutation,
);

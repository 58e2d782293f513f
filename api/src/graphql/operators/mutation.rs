//! What operators can change: their own sessions and passkeys, in whose name they act, and requests about the
//! platform's own people.

use async_graphql::MergedObject;

use super::end_impersonation::EndImpersonationMutation;
use super::start_impersonation::StartImpersonationMutation;
use crate::graphql::identity::{
    FinishPasskeyEnrollmentMutation, LogOutMutation, RemovePasskeyMutation,
    RevokeOtherSessionsMutation, RevokeSessionMutation, StartPasskeyEnrollmentMutation,
    StartPasskeyStepUpMutation, StepUpMutation,
};
use crate::graphql::privacy::PrivacyMutation;

/// What operators can change. Each field is one transaction; several are run one after the other.
#[derive(Default, MergedObject)]
pub struct OperatorsMutation(
    LogOutMutation,
    StepUpMutation,
    StartPasskeyStepUpMutation,
    StartPasskeyEnrollmentMutation,
    FinishPasskeyEnrollmentMutation,
    RemovePasskeyMutation,
    RevokeSessionMutation,
    RevokeOtherSessionsMutation,
    StartImpersonationMutation,
    EndImpersonationMutation,
    PrivacyMutation,
);

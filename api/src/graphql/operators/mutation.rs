//! What operators can change: their own sessions and passkeys, and in whose name they act.

use async_graphql::MergedObject;

use super::end_impersonation::EndImpersonationMutation;
use super::start_impersonation::StartImpersonationMutation;
use crate::graphql::identity::{
    FinishPasskeyEnrollmentMutation, LogOutMutation, RemovePasskeyMutation,
    RevokeOtherSessionsMutation, RevokeSessionMutation, StartPasskeyEnrollmentMutation,
    StartPasskeyStepUpMutation, StepUpMutation,
};

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
);

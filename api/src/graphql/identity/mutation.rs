//! All mutations about people and sessions.

use async_graphql::MergedObject;

use super::accept_invitation::AcceptInvitationMutation;
use super::change_password::ChangePasswordMutation;
use super::complete_mfa::CompleteMfaMutation;
use super::confirm_totp::ConfirmTotpMutation;
use super::deactivate_user::DeactivateUserMutation;
use super::enroll_totp::EnrollTotpMutation;
use super::finish_passkey_enrollment::FinishPasskeyEnrollmentMutation;
use super::finish_passkey_log_in::FinishPasskeyLogInMutation;
use super::invite_user::InviteUserMutation;
use super::log_in::LogInMutation;
use super::log_out::LogOutMutation;
use super::refresh_session::RefreshSessionMutation;
use super::regenerate_recovery_codes::RegenerateRecoveryCodesMutation;
use super::remove_passkey::RemovePasskeyMutation;
use super::remove_second_factors::RemoveSecondFactorsMutation;
use super::remove_totp::RemoveTotpMutation;
use super::revoke_all_sessions::RevokeAllSessionsMutation;
use super::revoke_other_sessions::RevokeOtherSessionsMutation;
use super::revoke_session::RevokeSessionMutation;
use super::sign_up::SignUpMutation;
use super::start_passkey_enrollment::StartPasskeyEnrollmentMutation;
use super::start_passkey_log_in::StartPasskeyLogInMutation;
use super::start_passkey_step_up::StartPasskeyStepUpMutation;
use super::step_up::StepUpMutation;
use super::update_access_policy::UpdateAccessPolicyMutation;
use super::update_user_roles::UpdateUserRolesMutation;

#[derive(Default, MergedObject)]
pub struct IdentityMutation(
    SignUpMutation,
    LogInMutation,
    RefreshSessionMutation,
    LogOutMutation,
    ChangePasswordMutation,
    StepUpMutation,
    RevokeSessionMutation,
    InviteUserMutation,
    AcceptInvitationMutation,
    UpdateUserRolesMutation,
    DeactivateUserMutation,
    CompleteMfaMutation,
    EnrollTotpMutation,
    ConfirmTotpMutation,
    RemoveTotpMutation,
    RegenerateRecoveryCodesMutation,
    StartPasskeyEnrollmentMutation,
    FinishPasskeyEnrollmentMutation,
    RemovePasskeyMutation,
    StartPasskeyStepUpMutation,
    StartPasskeyLogInMutation,
    FinishPasskeyLogInMutation,
    UpdateAccessPolicyMutation,
    RemoveSecondFactorsMutation,
    RevokeOtherSessionsMutation,
    RevokeAllSessionsMutation,
);

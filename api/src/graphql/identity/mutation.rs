//! All mutations about people and sessions.

use async_graphql::MergedObject;

use super::accept_invitation::AcceptInvitationMutation;
use super::change_password::ChangePasswordMutation;
use super::complete_mfa::CompleteMfaMutation;
use super::confirm_email_change::ConfirmEmailChangeMutation;
use super::confirm_totp::ConfirmTotpMutation;
use super::create_api_key::CreateApiKeyMutation;
use super::create_custom_role::CreateCustomRoleMutation;
use super::create_service_account::CreateServiceAccountMutation;
use super::deactivate_user::DeactivateUserMutation;
use super::delete_custom_role::DeleteCustomRoleMutation;
use super::enroll_totp::EnrollTotpMutation;
use super::finish_passkey_enrollment::FinishPasskeyEnrollmentMutation;
use super::finish_passkey_log_in::FinishPasskeyLogInMutation;
use super::invite_user::InviteUserMutation;
use super::log_in::LogInMutation;
use super::log_out::LogOutMutation;
use super::reactivate_user::ReactivateUserMutation;
use super::refresh_session::RefreshSessionMutation;
use super::regenerate_recovery_codes::RegenerateRecoveryCodesMutation;
use super::remove_passkey::RemovePasskeyMutation;
use super::remove_second_factors::RemoveSecondFactorsMutation;
use super::remove_totp::RemoveTotpMutation;
use super::request_email_change::RequestEmailChangeMutation;
use super::request_password_reset::RequestPasswordResetMutation;
use super::resend_invitation::ResendInvitationMutation;
use super::reset_password::ResetPasswordMutation;
use super::revoke_all_sessions::RevokeAllSessionsMutation;
use super::revoke_api_key::RevokeApiKeyMutation;
use super::revoke_invitation::RevokeInvitationMutation;
use super::revoke_other_sessions::RevokeOtherSessionsMutation;
use super::revoke_session::RevokeSessionMutation;
use super::rotate_api_key::RotateApiKeyMutation;
use super::sign_up::SignUpMutation;
use super::start_passkey_enrollment::StartPasskeyEnrollmentMutation;
use super::start_passkey_log_in::StartPasskeyLogInMutation;
use super::start_passkey_step_up::StartPasskeyStepUpMutation;
use super::step_up::StepUpMutation;
use super::transfer_ownership::TransferOwnershipMutation;
use super::update_access_policy::UpdateAccessPolicyMutation;
use super::update_administration_networks::UpdateAdministrationNetworksMutation;
use super::update_custom_role::UpdateCustomRoleMutation;
use super::update_user_custom_roles::UpdateUserCustomRolesMutation;
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
    RequestPasswordResetMutation,
    ResetPasswordMutation,
    CreateApiKeyMutation,
    RotateApiKeyMutation,
    RevokeApiKeyMutation,
    CreateServiceAccountMutation,
    ReactivateUserMutation,
    TransferOwnershipMutation,
    RevokeInvitationMutation,
    ResendInvitationMutation,
    RequestEmailChangeMutation,
    ConfirmEmailChangeMutation,
    CreateCustomRoleMutation,
    UpdateCustomRoleMutation,
    DeleteCustomRoleMutation,
    UpdateUserCustomRolesMutation,
    UpdateAdministrationNetworksMutation,
);

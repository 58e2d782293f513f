//! All mutations about people and sessions, in groups: the frame of a merged object holds a future of each of its members, and
//! unoptimised there is a place for each of them.

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
    SessionsMutation,
    PasswordsMutation,
    PeopleMutation,
    RolesMutation,
    SecondFactorsMutation,
    PasskeysMutation,
    ApiKeysMutation,
);

/// Who is logged in.
#[derive(Default, MergedObject)]
struct SessionsMutation(
    SignUpMutation,
    LogInMutation,
    RefreshSessionMutation,
    LogOutMutation,
    StepUpMutation,
    RevokeSessionMutation,
    RevokeOtherSessionsMutation,
    RevokeAllSessionsMutation,
);

/// Passwords.
#[derive(Default, MergedObject)]
struct PasswordsMutation(
    ChangePasswordMutation,
    RequestPasswordResetMutation,
    ResetPasswordMutation,
);

/// Who belongs to the tenant.
#[derive(Default, MergedObject)]
struct PeopleMutation(
    InviteUserMutation,
    AcceptInvitationMutation,
    RevokeInvitationMutation,
    ResendInvitationMutation,
    DeactivateUserMutation,
    ReactivateUserMutation,
    TransferOwnershipMutation,
    RequestEmailChangeMutation,
    ConfirmEmailChangeMutation,
);

/// What people may do.
#[derive(Default, MergedObject)]
struct RolesMutation(
    UpdateUserRolesMutation,
    CreateCustomRoleMutation,
    UpdateCustomRoleMutation,
    DeleteCustomRoleMutation,
    UpdateUserCustomRolesMutation,
    UpdateAccessPolicyMutation,
    UpdateAdministrationNetworksMutation,
);

/// Second factors but for passkeys.
#[derive(Default, MergedObject)]
struct SecondFactorsMutation(
    CompleteMfaMutation,
    EnrollTotpMutation,
    ConfirmTotpMutation,
    RemoveTotpMutation,
    RegenerateRecoveryCodesMutation,
    RemoveSecondFactorsMutation,
);

/// Passkeys.
#[derive(Default, MergedObject)]
struct PasskeysMutation(
    StartPasskeyEnrollmentMutation,
    FinishPasskeyEnrollmentMutation,
    RemovePasskeyMutation,
    StartPasskeyStepUpMutation,
    StartPasskeyLogInMutation,
    FinishPasskeyLogInMutation,
);

/// Programs.
#[derive(Default, MergedObject)]
struct ApiKeysMutation(
    CreateApiKeyMutation,
    RotateApiKeyMutation,
    RevokeApiKeyMutation,
    CreateServiceAccountMutation,
);

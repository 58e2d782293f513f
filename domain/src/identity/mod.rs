//! Who somebody is, and what they may do.
//!
//! Before authentication: `log_in`, `refresh_session`, `accept_invitation` (and `tenants::sign_up`), all through the scopes
//! of `pre_authentication`. Then `authenticate` makes an `Actor`, whom `authorise` lets pass or not.

mod accept_invitation;
mod access_policy;
mod access_tokens;
mod actor;
mod administration;
mod api_keys;
mod authenticate;
mod authorise;
mod break_glass;
mod change_password;
mod custom_roles;
mod deactivate_user;
mod demand;
mod devices;
mod display_name;
mod email_address;
mod email_change;
pub mod federation;
mod input_errors;
mod invitation_limits;
mod invitations;
mod invite_user;
mod log_in;
mod log_in_options;
mod log_out;
mod mails;
mod opaque_token;
pub mod operators;
mod own_password;
mod owner_rules;
mod passkeys;
mod password_reset;
mod passwords;
mod permission;
pub(crate) mod pre_authentication;
pub mod queries;
mod reactivate_user;
mod realm;
mod refresh_session;
mod resend_invitation;
mod revoke_all_sessions;
mod revoke_invitation;
mod revoke_other_sessions;
mod revoke_session;
mod role;
mod second_factors;
pub(crate) mod sessions;
mod step_up;
pub mod support_access;
mod throttle;
mod transfer_ownership;
mod update_access_policy;
mod update_user_roles;
mod user;
mod users;
mod viewer;
mod viewer_sessions;

pub use accept_invitation::{AcceptInvitation, accept_invitation};
pub use access_policy::access_policy;
pub use access_tokens::{AccessTokens, Claims, IssuedToken};
pub use actor::{Actor, ActorKind, KeyGrant, RequestInfo};
pub use administration::{
    UpdateAdministrationNetworks, administration_networks, update_administration_networks,
};
pub use api_keys::{
    CreateApiKey, CreateServiceAccount, NewApiKey, RotateApiKey, api_keys, count_api_keys,
    create_api_key, create_service_account, is_use_due, note_key_use, remind_of_ending_keys,
    revoke_api_key, rotate_api_key,
};
pub use authenticate::{Credentials, authenticate, authenticate_reader, reauthenticate};
pub use change_password::{ChangePassword, change_password};
pub use custom_roles::{
    CreateCustomRole, UpdateCustomRole, UpdateUserCustomRoles, count_custom_roles,
    create_custom_role, custom_roles, delete_custom_role, load_custom_roles, update_custom_role,
    update_user_custom_roles,
};
pub use deactivate_user::deactivate_user;
pub use demand::Demand;
pub use display_name::DisplayName;
pub use email_address::EmailAddress;
pub use email_change::{confirm_email_change, request_email_change};
pub(crate) use input_errors::InputErrors;
pub use invitations::{count_invitations, invitations};
pub use invite_user::{InviteUser, invite_user};
pub use log_in::{LogIn, LoggedIn, log_in};
pub use log_in_options::{LogInOptions, log_in_options, log_in_options_of_invitation};
pub use log_out::log_out;
pub(crate) use mails::{
    Letter, NewMail, WrittenLetter, confirm_request_link, enqueue_mail, instant,
};
pub use mails::{MailFile, MailToSend, give_up_mail, mark_mail_sent, open_mail};
pub(crate) use opaque_token::{OpaqueToken, TokenKind};
pub use passkeys::{
    EnrolledPasskey, FinishPasskeyEnrollment, FinishPasskeyLogIn, PasskeyLogIn,
    are_passkeys_available, finish_passkey_enrollment, finish_passkey_log_in, remove_passkey,
    start_passkey_enrollment, start_passkey_log_in, start_passkey_step_up, viewer_passkeys,
};
pub use password_reset::{
    RequestPasswordReset, ResetPassword, request_password_reset, reset_password,
    write_password_reset,
};
pub use passwords::{BreachedPasswords, Password, PasswordPool, Verdict};
pub use permission::Permission;
pub use queries::{
    AccessPolicy, AdministrationNetworks, ApiKey, CustomRole, Invitation, Passkey, Session, User,
};
pub use reactivate_user::reactivate_user;
pub use realm::Realm;
pub use refresh_session::refresh_session;
pub use resend_invitation::resend_invitation;
pub use revoke_all_sessions::revoke_all_sessions;
pub use revoke_invitation::revoke_invitation;
pub use revoke_other_sessions::revoke_other_sessions;
pub use revoke_session::revoke_session;
pub use role::Role;
pub use second_factors::{
    CompleteMfa, MfaChallenge, MfaMethod, SecondFactor, SecondFactors, TotpEnrollment,
    complete_mfa, confirm_totp, enroll_totp, regenerate_recovery_codes, remove_second_factors,
    remove_totp, viewer_second_factors,
};
pub use sessions::SessionGrant;
pub(crate) use step_up::require_step_up;
pub use step_up::{StepUp, SteppedUp, step_up};
pub use throttle::{AttemptedAccount, LogInThrottle};
pub use transfer_ownership::transfer_ownership;
pub use update_access_policy::{UpdateAccessPolicy, update_access_policy};
pub use update_user_roles::{UpdateUserRoles, update_user_roles};
pub use user::{load_users, user};
pub use users::{count_users, users};
pub use viewer::{Viewer, viewer};
pub use viewer_sessions::{count_viewer_sessions, viewer_sessions};

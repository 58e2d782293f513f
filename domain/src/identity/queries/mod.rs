//! Reads and writes of accounts, sessions, tokens, invitations and mails.

pub(crate) mod access_policies;
pub(crate) mod administration_networks;
pub(crate) mod api_keys;
pub(crate) mod custom_roles;
pub(crate) mod email_changes;
pub(crate) mod failed_log_ins;
pub(crate) mod impersonations;
pub(crate) mod invitations;
pub(crate) mod key_reminders;
pub(crate) mod known_devices;
pub(crate) mod mfa_challenges;
pub(crate) mod outgoing_mails;
pub(crate) mod passkey_ceremonies;
pub(crate) mod passkeys;
pub(crate) mod password_resets;
pub(crate) mod recovery_codes;
pub(crate) mod refresh_tokens;
pub(crate) mod sessions;
pub(crate) mod step_ups;
pub(crate) mod support_grants;
pub(crate) mod totp_factors;
mod user_roles;
mod users;

pub use access_policies::AccessPolicy;
pub use administration_networks::AdministrationNetworks;
pub use api_keys::ApiKey;
pub use custom_roles::CustomRole;
pub use invitations::Invitation;
pub use passkeys::Passkey;
pub use sessions::Session;
pub(crate) use user_roles::{grant_by_hand, lock_owners, replace_roles, take_role};
pub use users::User;
pub(crate) use users::{
    Credentials, NewServiceAccount, NewUser, bump_epoch, count_users, find_credentials, find_pid,
    find_user, find_users, insert_service_account, insert_user, list_users, replace_password_hash,
    set_deactivated, set_email, set_password_hash, set_reactivated, touch_user,
};

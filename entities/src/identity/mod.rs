//! Accounts and what lets a person in.

pub mod access_policy;
pub mod idempotency_key;
pub mod invitation;
pub mod known_device;
pub mod mfa_challenge;
pub mod outgoing_mail;
pub mod passkey;
pub mod passkey_ceremony;
pub mod recovery_code;
pub mod refresh_token;
pub mod session;
pub mod totp_factor;
pub mod user;
pub mod user_role;

pub use access_policy::SecondFactorPolicy;
pub use invitation::InvitationState;
pub use outgoing_mail::MailState;
pub use session::SessionDelivery;
pub use user::UserStatus;
pub use user_role::{Role, RoleSource};

//! Accounts and what lets a person in.

pub mod access_policy;
pub mod administration_network;
pub mod api_key;
pub mod custom_role;
pub mod email_change;
pub mod idempotency_key;
pub mod invitation;
pub mod known_device;
pub mod mfa_challenge;
pub mod outgoing_mail;
pub mod passkey;
pub mod passkey_ceremony;
pub mod password_reset;
pub mod recovery_code;
pub mod refresh_token;
pub mod session;
pub mod totp_factor;
pub mod user;
pub mod user_custom_role;
pub mod user_role;

pub use access_policy::SecondFactorPolicy;
pub use invitation::InvitationState;
pub use outgoing_mail::MailState;
pub use session::SessionDelivery;
pub use user::{UserKind, UserStatus};
pub use user_role::{Role, RoleSource};

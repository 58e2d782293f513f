//! Accounts and what lets a person in.

pub mod access_policy;
pub mod federated_identity;
pub mod federated_session;
pub mod federation_route;
pub mod federation_state;
pub mod group_role_mapping;
pub mod idempotency_key;
pub mod identity_provider;
pub mod invitation;
pub mod known_device;
pub mod mfa_challenge;
pub mod outgoing_mail;
pub mod passkey;
pub mod passkey_ceremony;
pub mod recovery_code;
pub mod refresh_token;
pub mod session;
pub mod tenant_domain;
pub mod totp_factor;
pub mod user;
pub mod user_role;

pub use access_policy::SecondFactorPolicy;
pub use federation_route::RouteKind;
pub use federation_state::FederationIntent;
pub use group_role_mapping::MappedRole;
pub use identity_provider::{ProviderKind, ProviderState, SuspendedReason};
pub use invitation::InvitationState;
pub use outgoing_mail::MailState;
pub use session::SessionDelivery;
pub use tenant_domain::DomainState;
pub use user::UserStatus;
pub use user_role::{Role, RoleSource};

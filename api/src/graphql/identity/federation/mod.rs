//! Identity providers of the tenant: who may connect which, and how people get in through them.

mod create_identity_provider;
mod group_role;
mod identity_provider;
mod identity_provider_state;
mod linked_identity;
mod mutation;
mod provider_state;
mod query;
mod redeem_log_in_code;
mod start_provider_log_in;
mod tenant_domain;
mod tenant_domains;
mod test_identity_provider;
mod unlink_identity_provider;
mod update_identity_provider;

pub use group_role::{GroupRole, GroupRoleInput};
pub use identity_provider::IdentityProvider;
pub use identity_provider_state::{
    IdentityProviderKind, IdentityProviderState, IdentityProviderSuspendedReason,
};
pub use linked_identity::LinkedIdentity;
pub use mutation::FederationMutation;
pub use query::FederationQuery;
pub use tenant_domain::{TenantDomain, TenantDomainState};

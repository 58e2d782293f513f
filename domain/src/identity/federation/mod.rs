//! Log-in through identity providers.
//!
//! A connection belongs to one tenant and can only ever produce a session for that tenant. The key of a person is the
//! connection and `sub`, never the address. This module holds the rules and the rows; what is spoken on the wire, and every
//! check of what a provider says, is the edge's (`xorb_api::oidc`). Every refusal has one reason, for the audit trail alone.

mod account;
mod activate_identity_provider;
mod add_tenant_domain;
mod asserted_person;
mod authorise_provider;
mod begin;
mod browser_session;
mod complete;
mod connection;
mod create_identity_provider;
mod delete_identity_provider;
mod error;
mod identity_providers;
mod link_account;
mod link_identity_provider;
mod linked_identities;
mod log_in_providers;
mod mark_tested;
mod open_federated_session;
mod open_network;
mod provider_http;
mod provider_input;
mod provider_logout;
mod provider_url;
mod queries;
mod record_refusal;
mod redeem_log_in_code;
mod refusal;
mod remove_tenant_domain;
mod secrets;
mod step_up_by_identity_provider;
mod step_up_by_provider;
mod suspend_identity_provider;
mod take_group_roles;
mod take_state;
mod tenant_domains;
mod test_identity_provider;
mod ticket;
mod unlink_identity_provider;
mod update_identity_provider;
mod verify_tenant_domain;
mod view;

pub use activate_identity_provider::activate_identity_provider;
pub use add_tenant_domain::add_tenant_domain;
pub use asserted_person::AssertedPerson;
pub use begin::{Begin, Begun, begin_federated_log_in};
pub use complete::{Completed, Return, complete_federated_log_in};
pub use connection::{Connection, Endpoints, find_connection};
pub use create_identity_provider::{
    CreateIdentityProvider, OAuth2Endpoints, create_identity_provider,
};
pub use delete_identity_provider::delete_identity_provider;
pub use error::FederationError;
pub use identity_providers::{count_identity_providers, identity_provider, identity_providers};
pub use link_identity_provider::link_identity_provider;
pub use linked_identities::linked_identities;
pub use log_in_providers::{LogInProvider, providers_to_link};
pub(crate) use log_in_providers::{find_domain_scope, list_log_in_providers};
pub(crate) use open_network::open_network;
pub use provider_http::{ProviderAnswer, ProviderHttpError, accept_provider_url, call_provider};
pub use provider_logout::{
    ProviderLogout, end_sessions_of_provider, find_provider_logout, use_logout_token,
};
pub use provider_url::{ProviderUrl, ProviderUrlError};
pub use queries::LinkedIdentity;
pub(super) use queries::has_provider_tested_since;
pub use record_refusal::{record_federation_refusal, record_logout_refusal};
pub use redeem_log_in_code::{RedeemLogInCode, redeem_log_in_code};
pub use refusal::FederationRefusal;
pub use remove_tenant_domain::remove_tenant_domain;
pub use secrets::random_text;
pub use step_up_by_identity_provider::step_up_by_identity_provider;
pub use suspend_identity_provider::suspend_identity_provider;
pub use take_state::{ReturnedLogIn, take_federation_state};
pub use tenant_domains::tenant_domains;
pub use test_identity_provider::test_identity_provider;
pub use unlink_identity_provider::unlink_identity_provider;
pub use update_identity_provider::{UpdateIdentityProvider, update_identity_provider};
pub use verify_tenant_domain::verify_tenant_domain;
pub use view::{IdentityProviderView, TenantDomainView};

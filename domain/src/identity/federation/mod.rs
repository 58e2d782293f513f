//! Log-in through identity providers.
//!
//! A connection belongs to one tenant and can only ever produce a session for that tenant. The key of a person is the
//! connection and `sub`, never the address. This module holds the rules and the rows; what is spoken on the wire, and every
//! check of what a provider says, is the edge's (`xorb_api::oidc`). Every refusal has one reason, for the audit trail alone.

mod account;
mod asserted_person;
mod begin;
mod browser_session;
mod complete;
mod connection;
mod create_identity_provider;
mod error;
mod identity_providers;
mod link_account;
mod log_in_providers;
mod mark_tested;
mod open_federated_session;
mod open_network;
mod provider_http;
mod provider_input;
mod provider_logout;
mod provider_state;
mod provider_url;
mod queries;
mod record_refusal;
mod redeem_log_in_code;
mod refusal;
mod secrets;
mod start_provider_log_in;
mod step_up_by_provider;
mod take_state;
mod tenant_domains;
mod ticket;
mod update_identity_provider;
mod view;

pub use asserted_person::AssertedPerson;
pub use begin::{Begin, Begun, begin_federated_log_in};
pub use complete::{Completed, Return, complete_federated_log_in};
pub use connection::{Connection, Endpoints, find_connection};
pub use create_identity_provider::{
    CreateIdentityProvider, OAuth2Endpoints, create_identity_provider,
};
pub use error::FederationError;
pub use identity_providers::{count_identity_providers, identity_provider, identity_providers};
pub use log_in_providers::LogInProvider;
pub(crate) use log_in_providers::log_in_providers;
pub(crate) use open_network::open_network;
pub use provider_http::{ProviderAnswer, ProviderHttpError, accept_provider_url, call_provider};
pub use provider_logout::{
    ProviderLogout, end_sessions_of_provider, find_provider_logout, use_logout_token,
};
pub use provider_state::{
    activate_identity_provider, delete_identity_provider, suspend_identity_provider,
};
pub use provider_url::{ProviderUrl, ProviderUrlError};
pub use record_refusal::{record_federation_refusal, record_logout_refusal};
pub use redeem_log_in_code::{RedeemLogInCode, redeem_log_in_code};
pub use refusal::FederationRefusal;
pub use secrets::random_text;
pub use start_provider_log_in::{start_identity_link, start_provider_step_up, start_provider_test};
pub use take_state::{ReturnedLogIn, take_federation_state};
pub use tenant_domains::{
    add_tenant_domain, remove_tenant_domain, tenant_domains, verify_tenant_domain,
};
pub use update_identity_provider::{UpdateIdentityProvider, update_identity_provider};
pub use view::{IdentityProviderView, TenantDomainView};

//! Everything that touches a scan target over the network. Nothing else in the workspace may open a connection to an
//! address that a tenant named.
//!
//! The way out is one way: [`TargetAddress`] (what a person typed, refused when odd) → [`ScopedConnector::pin`] (resolved
//! once; every answer judged by [`AddressPolicy`] and [`ScopeRules`]) → [`PinnedTarget`] (an address, never a name) →
//! [`ScopedConnector::connect`]. A redirect starts the same way again.

pub mod http;

mod address_class;
mod address_policy;
mod cidr;
mod connect_error;
mod network;
mod network_limits;
mod own_endpoints;
mod ownership_proof;
mod pinned_target;
mod resolver;
mod scope_rules;
mod scoped_connector;
mod scoped_stream;
mod stop_signal;
mod target_address;
mod target_budget;
mod target_host;
mod tls;
mod traffic;
mod txt_lookup;

pub use address_class::{AddressClass, classify, unwrap_embedded};
pub use address_policy::{ALLOW_PRIVATE_TARGETS, AddressPolicy, Denial};
pub use cidr::{Cidr, CidrError};
pub use connect_error::ConnectError;
pub use network::Network;
pub use network_limits::NetworkLimits;
pub use own_endpoints::OwnEndpoints;
pub use ownership_proof::{
    ExpectedToken, PROOF_PATH, ProofOutcome, ProofState, fetch_ownership_proof,
};
pub use pinned_target::PinnedTarget;
pub use resolver::{Resolver, ScriptedResolver, SystemResolver};
pub use scope_rules::{HostPattern, PortRange, RuleEffect, ScopeDenial, ScopeRule, ScopeRules};
pub use scoped_connector::ScopedConnector;
pub use scoped_stream::ScopedStream;
pub use stop_signal::{StopSignal, Stopped};
pub use target_address::{Scheme, TargetAddress};
pub use target_budget::{TargetBudget, TargetRate};
pub use target_host::{AddressError, DnsName, TargetHost};
pub use tls::{CertificateReport, CertificateTrust, TlsSetupError};
pub use traffic::Traffic;
pub use txt_lookup::{TxtError, lookup_txt};

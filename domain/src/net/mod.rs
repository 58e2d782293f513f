//! Everything that touches a scan target over the network. Nothing else in the workspace may open a connection to an
//! address that a tenant named.
//!
//! The way out is one way: [`TargetAddress`] (what a person typed, refused when odd) → [`ScopedConnector::pin`] (resolved
//! once; every answer judged by [`AddressPolicy`] and [`ScopeRules`]) → [`PinnedTarget`] (an address, never a name) →
//! [`ScopedConnector::connect`]. A redirect starts the same way again.

mod address_class;
mod address_policy;
mod cidr;
mod own_endpoints;
mod scope_rules;
mod target_address;
mod target_host;

pub use address_class::{AddressClass, classify, unwrap_embedded};
pub use address_policy::{ALLOW_PRIVATE_TARGETS, AddressPolicy, Denial};
pub use cidr::{Cidr, CidrError};
pub use own_endpoints::OwnEndpoints;
pub use scope_rules::{HostPattern, PortRange, RuleEffect, ScopeDenial, ScopeRule, ScopeRules};
pub use target_address::{Scheme, TargetAddress};
pub use target_host::{AddressError, DnsName, TargetHost};

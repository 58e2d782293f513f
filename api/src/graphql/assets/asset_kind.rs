//! What an asset's address means.

use async_graphql::Enum;

/// What the address of an asset means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::assets::AssetKind")]
pub enum AssetKind {
    /// A web application: the address is an URL with `http` or `https`.
    Web,
    /// A machine: the address is a host name or an IP address.
    Host,
    /// A range of addresses. Not available yet.
    Cidr,
    /// A source code repository. Not available yet.
    Repository,
}

//! The closed sets of identity providers.

use async_graphql::Enum;

/// Whether people are let in through an identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::ProviderState")]
pub enum IdentityProviderState {
    /// No test log-in has passed with its settings.
    Draft,
    /// A test log-in has passed; it can be activated.
    Tested,
    /// People are let in.
    Active,
    /// Nobody is let in any more.
    Suspended,
}

/// Why nobody is let in any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::SuspendedReason")]
pub enum IdentityProviderSuspendedReason {
    /// Somebody of your company suspended it.
    Requested,
    /// It named endpoints on other hosts than those that were tested. If that is right, test and activate it again.
    EndpointsChanged,
}

/// What an identity provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::ProviderKind")]
pub enum IdentityProviderKind {
    /// OpenID Connect.
    #[graphql(name = "OIDC")]
    Oidc,
    /// OAuth 2 of GitHub's shape: people are known by a user endpoint.
    #[graphql(name = "OAUTH2")]
    OAuth2,
}

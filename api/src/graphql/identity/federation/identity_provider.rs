//! An identity provider, as administrators see it.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::federation::IdentityProviderView;
use xorb_entities::ids::IdentityProviderId;

use super::{
    GroupRole, IdentityProviderKind, IdentityProviderState, IdentityProviderSuspendedReason,
};
use crate::graphql::scalars::DateTime;

/// A connection to an identity provider, through which people of your company log in.
#[derive(Description)]
pub struct IdentityProvider(IdentityProviderView);

impl From<IdentityProviderView> for IdentityProvider {
    fn from(view: IdentityProviderView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl IdentityProvider {
    /// Its id, `idp_…`.
    pub(crate) async fn id(&self) -> ID {
        IdentityProviderId::from(self.0.id).into()
    }

    /// What it speaks.
    async fn kind(&self) -> IdentityProviderKind {
        self.0.kind.into()
    }

    /// What its button says.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its issuer, character by character.
    async fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// What it calls this installation.
    async fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// Whether a client secret is stored; it is never shown again.
    async fn has_client_secret(&self) -> bool {
        self.0.has_client_secret
    }

    /// Whether people without an account get one, with the role `VIEWER`, if their address is of a verified domain.
    async fn jit_enabled(&self) -> bool {
        self.0.jit_enabled
    }

    /// Addresses of these domains count as verified, whatever the provider says about them.
    async fn trusted_domains(&self) -> &[String] {
        &self.0.trusted_domains
    }

    /// The `acr` that every log-in must have; null: any.
    async fn required_acr(&self) -> Option<&str> {
        self.0.required_acr.as_deref()
    }

    /// The claim that holds a person's groups; null: groups are not read.
    async fn groups_claim(&self) -> Option<&str> {
        self.0.groups_claim.as_deref()
    }

    /// Which group gives which role. Roles that were granted by hand stay whatever groups say.
    async fn group_roles(&self) -> Vec<GroupRole> {
        let roles = self.0.group_roles.iter();
        let role = |(group, role): &(String, xorb_domain::identity::Role)| GroupRole {
            group: group.clone(),
            role: (*role).into(),
        };
        roles.map(role).collect()
    }

    /// Whether logout tokens may be of type `JWT` and without an end, as some providers send them.
    async fn relaxed_logout_tokens(&self) -> bool {
        self.0.relaxed_logout_tokens
    }

    /// Whether people are let in.
    async fn state(&self) -> IdentityProviderState {
        self.0.state.into()
    }

    /// Why nobody is let in any more; null unless it is suspended.
    async fn suspended_reason(&self) -> Option<IdentityProviderSuspendedReason> {
        self.0.suspended_reason.map(Into::into)
    }

    /// When the last test log-in with these settings passed; null: none has.
    async fn tested_at(&self) -> Option<DateTime> {
        self.0.tested_at.map(DateTime)
    }

    /// Where the provider sends people back to: register it there, character by character.
    async fn redirect_uri(&self) -> &str {
        &self.0.redirect_uri
    }

    /// Send the browser there to log in. `?returnTo=` says where it goes afterwards.
    async fn login_uri(&self) -> &str {
        &self.0.login_uri
    }

    /// Where the provider may tell of logouts.
    async fn backchannel_logout_uri(&self) -> &str {
        &self.0.backchannel_logout_uri
    }

    /// Where the provider sends people after a logout that began here: register it there.
    async fn post_logout_redirect_uri(&self) -> &str {
        &self.0.post_logout_redirect_uri
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was described.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }
}

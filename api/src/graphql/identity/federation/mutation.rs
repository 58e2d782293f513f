//! All mutations about identity providers.

use async_graphql::MergedObject;

use super::create_identity_provider::CreateIdentityProviderMutation;
use super::provider_state::ProviderStateMutation;
use super::redeem_log_in_code::RedeemLogInCodeMutation;
use super::start_provider_log_in::StartProviderLogInMutation;
use super::tenant_domains::TenantDomainsMutation;
use super::test_identity_provider::TestIdentityProviderMutation;
use super::unlink_identity_provider::UnlinkIdentityProviderMutation;
use super::update_identity_provider::UpdateIdentityProviderMutation;

#[derive(Default, MergedObject)]
pub struct FederationMutation(
    CreateIdentityProviderMutation,
    UpdateIdentityProviderMutation,
    TestIdentityProviderMutation,
    ProviderStateMutation,
    TenantDomainsMutation,
    StartProviderLogInMutation,
    UnlinkIdentityProviderMutation,
    RedeemLogInCodeMutation,
);

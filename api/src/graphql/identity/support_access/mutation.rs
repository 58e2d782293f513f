//! All mutations about grants for support.

use async_graphql::MergedObject;

use super::consent_to_support_access::ConsentToSupportAccessMutation;
use super::grant_support_access::GrantSupportAccessMutation;
use super::revoke_support_access::RevokeSupportAccessMutation;

#[derive(Default, MergedObject)]
pub struct SupportAccessMutation(
    GrantSupportAccessMutation,
    ConsentToSupportAccessMutation,
    RevokeSupportAccessMutation,
);

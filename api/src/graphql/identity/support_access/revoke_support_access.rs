//! `revokeSupportAccess`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::support_access::{self, SupportGrant};
use xorb_entities::ids::SupportGrantId;

use super::SupportAccessGrant;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which grant.
#[derive(InputObject)]
pub struct RevokeSupportAccessInput {
    /// The grant.
    support_access_grant_id: Id<SupportGrantId>,
}

/// What `revokeSupportAccess` answers.
#[derive(SimpleObject)]
pub struct RevokeSupportAccessPayload {
    /// The grant as it is now; null if it was refused.
    support_access_grant: Option<SupportAccessGrant>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RevokeSupportAccessPayload {
    support_access_grant: SupportGrant
});

#[derive(Default)]
pub struct RevokeSupportAccessMutation;

#[Object]
impl RevokeSupportAccessMutation {
    /// Takes a grant back; whoever acts by it is out at once. The person can do it, and whoever has the permission
    /// `support_access:manage`.
    async fn revoke_support_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which grant.")] input: RevokeSupportAccessInput,
    ) -> Nullable<RevokeSupportAccessPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.support_access_grant_id.uuid();
            let outcome =
                support_access::revoke_support_access(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }
}

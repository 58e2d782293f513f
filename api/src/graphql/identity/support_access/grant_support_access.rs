//! `grantSupportAccess`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::support_access::{self, GrantSupportAccess, SupportGrant};
use xorb_entities::ids::UserId;

use super::SupportAccessGrant;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What is permitted.
#[derive(InputObject)]
pub struct GrantSupportAccessInput {
    /// In whose name operators may act: yourself, or somebody who is no owner.
    user_id: Id<UserId>,
    /// Why, in 1 to 500 characters. The operators see it.
    reason: String,
    /// For how long: 1 to 72 hours.
    hours: i32,
    /// Makes a repeated call within 24 hours give the same grant instead of another one.
    idempotency_key: Option<String>,
}

/// What `grantSupportAccess` answers.
#[derive(SimpleObject)]
pub struct GrantSupportAccessPayload {
    /// The grant; null if it was refused.
    support_access_grant: Option<SupportAccessGrant>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(GrantSupportAccessPayload {
    support_access_grant: SupportGrant
});

#[derive(Default)]
pub struct GrantSupportAccessMutation;

#[Object]
impl GrantSupportAccessMutation {
    /// Permits the platform's operators to act in the name of a person. For yourself it counts at once; anybody else must send
    /// `consentToSupportAccess` first. The person and the owners are told by mail. Needs the permission
    /// `support_access:manage`; answers `STEP_UP_REQUIRED` unless you have logged in or sent `stepUp` within ten minutes.
    async fn grant_support_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is permitted.")] input: GrantSupportAccessInput,
    ) -> Nullable<GrantSupportAccessPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let input = GrantSupportAccess {
                user_id: input.user_id.uuid(),
                reason: input.reason,
                hours: input.hours,
                idempotency_key: input.idempotency_key,
            };
            let outcome =
                support_access::grant_support_access(scope.core(), scope.actor()?, input).await;
            scope.settle(outcome).await
        })
        .await
    }
}

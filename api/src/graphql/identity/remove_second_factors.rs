//! `removeSecondFactors`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, User as UserView};
use xorb_entities::ids::UserId;

use super::User;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whose second factors to remove.
#[derive(InputObject)]
pub struct RemoveSecondFactorsInput {
    /// The user; not you.
    user_id: Id<UserId>,
}

/// What `removeSecondFactors` answers.
#[derive(SimpleObject)]
pub struct RemoveSecondFactorsPayload {
    /// The user; null if it was refused.
    user: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RemoveSecondFactorsPayload { user: UserView });

#[derive(Default)]
pub struct RemoveSecondFactorsMutation;

#[Object]
impl RemoveSecondFactorsMutation {
    /// Takes authenticator app, passkeys and recovery codes off the account of somebody who has lost them, and ends all their
    /// sessions; the password stays. Needs the permission `users:manage`; only an owner may do it to an owner. Answers
    /// `STEP_UP_REQUIRED` unless you have logged in or sent `stepUp` within ten minutes.
    async fn remove_second_factors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose second factors to remove.")] input: RemoveSecondFactorsInput,
    ) -> Nullable<RemoveSecondFactorsPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let user_id = input.user_id.uuid();
            let outcome =
                identity::remove_second_factors(scope.core(), scope.actor()?, user_id).await;
            scope.settle(outcome).await
        })
        .await
    }
}

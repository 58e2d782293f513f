//! `reactivateUser`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, User as UserView};
use xorb_entities::ids::UserId;

use super::User;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whom to let in again.
#[derive(InputObject)]
pub struct ReactivateUserInput {
    /// The user.
    user_id: Id<UserId>,
}

/// What `reactivateUser` answers.
#[derive(SimpleObject)]
pub struct ReactivateUserPayload {
    /// The user as it is now; null if it was refused.
    user: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ReactivateUserPayload { user: UserView });

#[derive(Default)]
pub struct ReactivateUserMutation;

#[Object]
impl ReactivateUserMutation {
    /// Lets a deactivated user in again; sessions and API keys of before stay ended. Needs the permission `users:manage`.
    async fn reactivate_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to let in again.")] input: ReactivateUserInput,
    ) -> Nullable<ReactivateUserPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::reactivate_user(scope.core(), scope.actor()?, input.user_id.uuid()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

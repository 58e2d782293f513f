//! `deactivateUser`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, User as UserView};
use xorb_entities::ids::UserId;

use super::User;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whose access to end.
#[derive(InputObject)]
pub struct DeactivateUserInput {
    /// The user.
    user_id: Id<UserId>,
}

/// What `deactivateUser` answers.
#[derive(SimpleObject)]
pub struct DeactivateUserPayload {
    /// The user as it is now; null if it was refused.
    user: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(DeactivateUserPayload { user: UserView });

#[derive(Default)]
pub struct DeactivateUserMutation;

#[Object]
impl DeactivateUserMutation {
    /// Ends a user's access: every session and token, at once. Needs the permission `users:manage`.
    async fn deactivate_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose access to end.")] input: DeactivateUserInput,
    ) -> Nullable<DeactivateUserPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::deactivate_user(scope.core(), scope.actor()?, input.user_id.uuid()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

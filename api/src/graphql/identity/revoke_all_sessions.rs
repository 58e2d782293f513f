//! `revokeAllSessions`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;
use xorb_entities::ids::UserId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whose sessions to end.
#[derive(InputObject)]
pub struct RevokeAllSessionsInput {
    /// The user; without it, yours.
    user_id: Option<Id<UserId>>,
}

/// What `revokeAllSessions` answers.
#[derive(SimpleObject)]
pub struct RevokeAllSessionsPayload {
    /// How many sessions were ended; null if it was refused.
    ended: Option<u64>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RevokeAllSessionsPayload { ended: u64 });

#[derive(Default)]
pub struct RevokeAllSessionsMutation;

#[Object]
impl RevokeAllSessionsMutation {
    /// Ends all sessions of a user, this one too if they are yours. For those of somebody else, needs the permission
    /// `users:manage`.
    async fn revoke_all_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose sessions to end.")] input: RevokeAllSessionsInput,
    ) -> Nullable<RevokeAllSessionsPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let user_id = input.user_id.map(Id::uuid);
            let outcome =
                identity::revoke_all_sessions(scope.core(), scope.actor()?, user_id).await;
            scope.settle(outcome).await
        })
        .await
    }
}

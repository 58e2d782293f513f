//! `revokeSession`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;
use xorb_entities::ids::SessionId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which session to end.
#[derive(InputObject)]
pub struct RevokeSessionInput {
    /// The session: one of `viewer.sessions`.
    session_id: Id<SessionId>,
}

/// What `revokeSession` answers.
#[derive(SimpleObject)]
pub struct RevokeSessionPayload {
    /// Why the session was not ended; empty if it was.
    user_errors: Vec<UserError>,
}

payload!(RevokeSessionPayload);

#[derive(Default)]
pub struct RevokeSessionMutation;

#[Object]
impl RevokeSessionMutation {
    /// Ends a session of yours, with all its tokens, at once.
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session to end.")] input: RevokeSessionInput,
    ) -> Nullable<RevokeSessionPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::revoke_session(scope.core(), scope.actor()?, input.session_id.uuid())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

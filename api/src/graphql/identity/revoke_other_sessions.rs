//! `revokeOtherSessions`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity;

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `revokeOtherSessions` answers.
#[derive(SimpleObject)]
pub struct RevokeOtherSessionsPayload {
    /// How many sessions were ended; null if it was refused.
    ended: Option<u64>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RevokeOtherSessionsPayload { ended: u64 });

#[derive(Default)]
pub struct RevokeOtherSessionsMutation;

#[Object]
impl RevokeOtherSessionsMutation {
    /// Ends all your sessions but this one, with all their tokens, at once.
    async fn revoke_other_sessions(
        &self,
        ctx: &Context<'_>,
    ) -> Nullable<RevokeOtherSessionsPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::revoke_other_sessions(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}

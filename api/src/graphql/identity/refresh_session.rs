//! `refreshSession`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;

use super::{Session, deliver};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What to go on with.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token of the last answer. It works once.
    #[graphql(secret)]
    refresh_token: String,
}

/// What `refreshSession` answers.
#[derive(SimpleObject)]
pub struct RefreshSessionPayload {
    /// The next access and refresh token; null if the session has ended.
    session: Option<Session>,
    /// Why there is none; empty if there is.
    user_errors: Vec<UserError>,
}

payload!(RefreshSessionPayload { session: Session });

#[derive(Default)]
pub struct RefreshSessionMutation;

#[Object]
impl RefreshSessionMutation {
    /// Exchanges a refresh token for the next pair of tokens. A token that was used before ends the session, because
    /// somebody may have stolen it.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to go on with.")] input: RefreshSessionInput,
    ) -> Nullable<RefreshSessionPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::refresh_session(scope.core(), scope.request(), &input.refresh_token)
                    .await;
            scope
                .settle(outcome.and_then(|grant| deliver(ctx, &grant)))
                .await
        })
        .await
    }
}

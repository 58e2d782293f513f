//! `logOut`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity;

use super::forget_cookie;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `logOut` answers.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// Always empty.
    user_errors: Vec<UserError>,
}

payload!(LogOutPayload);

#[derive(Default)]
pub struct LogOutMutation;

#[Object]
impl LogOutMutation {
    /// Ends the session that this request belongs to, with all its tokens, at once.
    async fn log_out(&self, ctx: &Context<'_>) -> Nullable<LogOutPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::log_out(scope.core(), scope.actor()?).await;
            forget_cookie(ctx);
            scope.settle(outcome).await
        })
        .await
    }
}

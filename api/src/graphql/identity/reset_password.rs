//! `resetPassword`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, ResetPassword};

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The link, and the new password.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// The token of the link in the mail.
    #[graphql(secret)]
    token: String,
    /// The new password: at least 15 characters, and not easy to guess.
    #[graphql(secret)]
    new_password: String,
    /// Whether your API keys are revoked as well: wanted if somebody else may have known the old password. Otherwise they go
    /// on working, and the mail about the change names them.
    #[graphql(default)]
    revoke_api_keys: bool,
}

impl From<ResetPasswordInput> for ResetPassword {
    fn from(input: ResetPasswordInput) -> Self {
        Self {
            token: input.token.into(),
            new_password: input.new_password.into(),
            revoke_api_keys: input.revoke_api_keys,
        }
    }
}

/// What `resetPassword` answers.
#[derive(SimpleObject)]
pub struct ResetPasswordPayload {
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ResetPasswordPayload);

#[derive(Default)]
pub struct ResetPasswordMutation;

#[Object]
impl ResetPasswordMutation {
    /// Sets a new password by the link of a mail, and ends all sessions of the account. Log in with it then; a second factor
    /// stays needed.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link, and the new password.")] input: ResetPasswordInput,
    ) -> Nullable<ResetPasswordPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let request = scope.request();
            let outcome = identity::reset_password(scope.core(), request, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

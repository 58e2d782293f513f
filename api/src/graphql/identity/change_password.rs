//! `changePassword`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, ChangePassword};

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The old password and the new one.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password as it is.
    #[graphql(secret)]
    current_password: String,
    /// The password as it shall be: at least 15 characters, and not easy to guess.
    #[graphql(secret)]
    new_password: String,
    /// Whether your API keys are revoked as well: wanted if somebody else may have known the old password. Otherwise they go
    /// on working, and the mail about the change names them.
    #[graphql(default)]
    revoke_api_keys: bool,
}

impl From<ChangePasswordInput> for ChangePassword {
    fn from(input: ChangePasswordInput) -> Self {
        Self {
            current_password: input.current_password.into(),
            new_password: input.new_password.into(),
            revoke_api_keys: input.revoke_api_keys,
        }
    }
}

/// What `changePassword` answers.
#[derive(SimpleObject)]
pub struct ChangePasswordPayload {
    /// Why the password was not changed; empty if it was.
    user_errors: Vec<UserError>,
}

payload!(ChangePasswordPayload);

#[derive(Default)]
pub struct ChangePasswordMutation;

#[Object]
impl ChangePasswordMutation {
    /// Changes your password. All your other sessions end.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old password and the new one.")] input: ChangePasswordInput,
    ) -> Nullable<ChangePasswordPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::change_password(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

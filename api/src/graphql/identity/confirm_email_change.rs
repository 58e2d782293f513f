//! `confirmEmailChange`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The link.
#[derive(InputObject)]
pub struct ConfirmEmailChangeInput {
    /// The token of the link in the mail.
    #[graphql(secret)]
    token: String,
}

/// What `confirmEmailChange` answers.
#[derive(SimpleObject)]
pub struct ConfirmEmailChangePayload {
    /// Whether both are confirmed and the address is changed now; null if it was refused.
    completed: Option<bool>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ConfirmEmailChangePayload { completed: bool });

#[derive(Default)]
pub struct ConfirmEmailChangeMutation;

#[Object]
impl ConfirmEmailChangeMutation {
    /// Confirms one of the two addresses of a change, by the link of a mail.
    async fn confirm_email_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: ConfirmEmailChangeInput,
    ) -> Nullable<ConfirmEmailChangePayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = {
                let token = input.token.into();
                identity::confirm_email_change(scope.core(), scope.request(), &token).await
            };
            scope.settle(outcome).await
        })
        .await
    }
}

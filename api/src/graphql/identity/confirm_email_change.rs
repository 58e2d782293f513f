//! `confirmEmailChange`.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
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
    /// How far the change is; null if it was refused.
    state: Option<EmailChangeState>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ConfirmEmailChangePayload {
    state: EmailChangeState
});

/// How far a change of address is.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum EmailChangeState {
    /// The other address has not been confirmed yet.
    Pending,
    /// Both are confirmed, and the address is changed.
    Completed,
}

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
            let outcome = outcome.map(|is_completed| {
                if is_completed {
                    EmailChangeState::Completed
                } else {
                    EmailChangeState::Pending
                }
            });
            scope.settle(outcome).await
        })
        .await
    }
}

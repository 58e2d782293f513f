//! `requestEmailChange`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The new address.
#[derive(InputObject)]
pub struct RequestEmailChangeInput {
    /// The new address.
    new_email: String,
}

/// What `requestEmailChange` answers.
#[derive(SimpleObject)]
pub struct RequestEmailChangePayload {
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RequestEmailChangePayload);

#[derive(Default)]
pub struct RequestEmailChangeMutation;

#[Object]
impl RequestEmailChangeMutation {
    /// Asks for another address for your account: a link goes to the old and to the new one, and both must be confirmed within 24 hours. Needs a log-in or step-up within ten minutes.
    async fn request_email_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new address.")] input: RequestEmailChangeInput,
    ) -> Nullable<RequestEmailChangePayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::request_email_change(scope.core(), scope.actor()?, &input.new_email)
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

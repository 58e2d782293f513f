//! `acceptInvitation`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, AcceptInvitation};

use super::{Session, SessionDelivery, deliver};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The invitation, and the new account.
#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// The token of the link in the mail.
    #[graphql(secret)]
    token: String,
    /// The password of the new account: at least 15 characters, and not easy to guess.
    #[graphql(secret)]
    password: String,
    /// Your name, as others will see it.
    display_name: String,
    /// How to deliver the session.
    #[graphql(default_with = "Some(SessionDelivery::Token)")]
    delivery: Option<SessionDelivery>,
}

impl From<AcceptInvitationInput> for AcceptInvitation {
    fn from(input: AcceptInvitationInput) -> Self {
        Self {
            token: input.token.into(),
            password: input.password.into(),
            display_name: input.display_name,
            delivery: input.delivery.unwrap_or_default().into(),
        }
    }
}

/// What `acceptInvitation` answers.
#[derive(SimpleObject)]
pub struct AcceptInvitationPayload {
    /// The session of the new account; null if it was refused.
    session: Option<Session>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(AcceptInvitationPayload { session: Session });

#[derive(Default)]
pub struct AcceptInvitationMutation;

#[Object]
impl AcceptInvitationMutation {
    /// Makes an account from an invitation, and logs the person in.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation, and the new account.")] input: AcceptInvitationInput,
    ) -> Nullable<AcceptInvitationPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::accept_invitation(scope.core(), scope.request(), input.into()).await;
            scope
                .settle(outcome.and_then(|grant| deliver(ctx, &grant)))
                .await
        })
        .await
    }
}

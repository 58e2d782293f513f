//! `finishPasskeyLogIn`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, FinishPasskeyLogIn};

use super::{Session, SessionDelivery, deliver};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The challenge of `startPasskeyLogIn` and its answer.
#[derive(InputObject)]
pub struct FinishPasskeyLogInInput {
    /// The token of the challenge.
    #[graphql(secret)]
    challenge_token: String,
    /// What `navigator.credentials.get` gave, as JSON text.
    #[graphql(secret)]
    passkey_response: String,
    /// How to deliver the session.
    #[graphql(default_with = "Some(SessionDelivery::Token)")]
    delivery: Option<SessionDelivery>,
}

impl From<FinishPasskeyLogInInput> for FinishPasskeyLogIn {
    fn from(input: FinishPasskeyLogInInput) -> Self {
        Self {
            token: input.challenge_token.into(),
            response: input.passkey_response.into(),
            delivery: input.delivery.unwrap_or_default().into(),
        }
    }
}

/// What `finishPasskeyLogIn` answers.
#[derive(SimpleObject)]
pub struct FinishPasskeyLogInPayload {
    /// The session; null if the log-in was refused.
    session: Option<Session>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(FinishPasskeyLogInPayload { session: Session });

#[derive(Default)]
pub struct FinishPasskeyLogInMutation;

#[Object]
impl FinishPasskeyLogInMutation {
    /// Logs in whoever holds the passkey. Whatever is wrong gives one and the same `INVALID_CREDENTIALS`; a challenge is
    /// answered once.
    async fn finish_passkey_log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The challenge and its answer.")] input: FinishPasskeyLogInInput,
    ) -> Nullable<FinishPasskeyLogInPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::finish_passkey_log_in(scope.core(), scope.request(), input.into()).await;
            scope
                .settle(outcome.and_then(|grant| deliver(ctx, &grant)))
                .await
        })
        .await
    }
}

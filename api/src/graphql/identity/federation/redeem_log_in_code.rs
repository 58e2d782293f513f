//! `redeemLogInCode`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation::{self, RedeemLogInCode};

use crate::graphql::identity::{Session, deliver};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What a program got from the browser, and its proof.
#[derive(InputObject)]
pub struct RedeemLogInCodeInput {
    /// The parameter `code` of the address that the browser was sent to.
    #[graphql(secret)]
    code: String,
    /// The verifier whose S256 challenge began the log-in (RFC 7636).
    #[graphql(secret)]
    verifier: String,
}

impl From<RedeemLogInCodeInput> for RedeemLogInCode {
    fn from(input: RedeemLogInCodeInput) -> Self {
        Self {
            code: input.code.into(),
            verifier: input.verifier.into(),
        }
    }
}

/// What `redeemLogInCode` answers.
#[derive(SimpleObject)]
pub struct RedeemLogInCodePayload {
    /// The session; null if it was refused.
    session: Option<Session>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RedeemLogInCodePayload { session: Session });

#[derive(Default)]
pub struct RedeemLogInCodeMutation;

#[Object]
impl RedeemLogInCodeMutation {
    /// Gives a program the tokens of a log-in through an identity provider. The log-in began in a browser at
    /// `loginUri?delivery=token&challenge=…&returnTo=…`; the code works once and for a minute.
    async fn redeem_log_in_code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code and its proof.")] input: RedeemLogInCodeInput,
    ) -> Nullable<RedeemLogInCodePayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let (core, request) = (scope.core(), scope.request());
            let outcome = federation::redeem_log_in_code(core, request, input.into()).await;
            scope
                .settle(outcome.and_then(|grant| deliver(ctx, &grant)))
                .await
        })
        .await
    }
}

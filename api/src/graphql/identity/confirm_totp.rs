//! `confirmTotp`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;
use xorb_domain::secret::Secret;

use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// What the authenticator app shows.
#[derive(InputObject)]
pub struct ConfirmTotpInput {
    /// The code that the app shows now: six digits.
    #[graphql(secret)]
    code: String,
}

/// What `confirmTotp` answers.
#[derive(SimpleObject)]
pub struct ConfirmTotpPayload {
    /// Ten codes, each of which stands in for the app once. Shown this once; null if it was refused.
    recovery_codes: Option<Vec<String>>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for ConfirmTotpPayload {
    type Value = Vec<Secret<String>>;

    fn done(codes: Vec<Secret<String>>) -> Self {
        Self {
            recovery_codes: Some(codes.iter().map(|code| code.expose().clone()).collect()),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            recovery_codes: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct ConfirmTotpMutation;

#[Object]
impl ConfirmTotpMutation {
    /// Ends the enrolment that `enrollTotp` has begun. From now on, log-ins ask for the app's code.
    async fn confirm_totp(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the authenticator app shows.")] input: ConfirmTotpInput,
    ) -> Nullable<ConfirmTotpPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let code = Secret::new(input.code);
            let outcome = identity::confirm_totp(scope.core(), scope.actor()?, &code).await;
            scope.settle(outcome).await
        })
        .await
    }
}

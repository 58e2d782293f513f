//! `completeMfa`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, CompleteMfa, SecondFactor};
use xorb_domain::{AppError, UserErrorCode};

use super::{Session, SessionDelivery, deliver};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The challenge of `logIn`, and exactly one answer to it.
#[derive(InputObject)]
pub struct CompleteMfaInput {
    /// The token of the challenge.
    #[graphql(secret)]
    challenge_token: String,
    /// The code that the authenticator app shows now.
    #[graphql(secret)]
    totp_code: Option<String>,
    /// One of the recovery codes. It works once.
    #[graphql(secret)]
    recovery_code: Option<String>,
    /// What `navigator.credentials.get` gave for `passkeyOptions`, as JSON text.
    #[graphql(secret)]
    passkey_response: Option<String>,
    /// How to deliver the session; without it as `logIn` asked for.
    delivery: Option<SessionDelivery>,
}

impl TryFrom<CompleteMfaInput> for CompleteMfa {
    type Error = AppError;

    fn try_from(input: CompleteMfaInput) -> Result<Self, AppError> {
        let factor = match (input.totp_code, input.recovery_code, input.passkey_response) {
            (Some(code), None, None) => SecondFactor::Totp(code.into()),
            (None, Some(code), None) => SecondFactor::RecoveryCode(code.into()),
            (None, None, Some(answer)) => SecondFactor::Passkey(answer.into()),
            _ => {
                let message = "give exactly one of totpCode, recoveryCode and passkeyResponse";
                return Err(AppError::user(UserErrorCode::InvalidInput, "", message));
            }
        };
        Ok(Self {
            challenge_token: input.challenge_token.into(),
            factor,
            delivery: input.delivery.map(Into::into),
        })
    }
}

/// What `completeMfa` answers.
#[derive(SimpleObject)]
pub struct CompleteMfaPayload {
    /// The session; null if the second factor was refused.
    session: Option<Session>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(CompleteMfaPayload { session: Session });

#[derive(Default)]
pub struct CompleteMfaMutation;

#[Object]
impl CompleteMfaMutation {
    /// Completes a log-in with the second factor. A challenge stands five tries.
    async fn complete_mfa(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The challenge and its answer.")] input: CompleteMfaInput,
    ) -> Nullable<CompleteMfaPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = async {
                let input = CompleteMfa::try_from(input)?;
                identity::complete_mfa(scope.core(), scope.request(), input).await
            };
            let outcome = outcome.await.and_then(|grant| deliver(ctx, &grant));
            scope.settle(outcome).await
        })
        .await
    }
}

//! `stepUp`.

use async_graphql::{Context, Object, OneofObject, SimpleObject};
use xorb_domain::identity::{self, SecondFactor, StepUp, SteppedUp};

use super::deliver_cookie;
use crate::graphql::scalars::DateTime;
use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// One proof of who you are: exactly one of these.
#[derive(OneofObject)]
pub enum StepUpInput {
    /// Your password, if you have no second factor.
    #[graphql(secret)]
    Password(String),
    /// The code that your authenticator app shows now.
    #[graphql(secret)]
    TotpCode(String),
    /// One of your recovery codes, which is used up.
    #[graphql(secret)]
    RecoveryCode(String),
    /// What `navigator.credentials.get` gave for the challenge of `startPasskeyStepUp`, as JSON text.
    #[graphql(secret)]
    PasskeyResponse(String),
}

impl From<StepUpInput> for StepUp {
    fn from(input: StepUpInput) -> Self {
        match input {
            StepUpInput::Password(password) => Self::Password(password.into()),
            StepUpInput::TotpCode(code) => Self::Factor(SecondFactor::Totp(code.into())),
            StepUpInput::RecoveryCode(code) => {
                Self::Factor(SecondFactor::RecoveryCode(code.into()))
            }
            StepUpInput::PasskeyResponse(answer) => {
                Self::Factor(SecondFactor::Passkey(answer.into()))
            }
        }
    }
}

/// What `stepUp` answers.
#[derive(SimpleObject)]
pub struct StepUpPayload {
    /// Until when it counts; null if it was refused.
    valid_until: Option<DateTime>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for StepUpPayload {
    type Value = SteppedUp;

    fn done(stepped_up: SteppedUp) -> Self {
        Self {
            valid_until: Some(stepped_up.valid_until.into()),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            valid_until: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct StepUpMutation;

#[Object]
impl StepUpMutation {
    /// Proves once more who you are, for what can't be undone: mutations that need it answer `STEP_UP_REQUIRED`. A log-in
    /// counts as well. It lasts ten minutes; a cookie session gets a new cookie.
    async fn step_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "One proof.")] input: StepUpInput,
    ) -> Nullable<StepUpPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::step_up(scope.core(), scope.actor()?, input.into()).await;
            if let Ok(stepped_up) = &outcome {
                deliver_cookie(ctx, stepped_up.cookie.as_ref())?;
            }
            scope.settle(outcome).await
        })
        .await
    }
}

//! `enrollTotp`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity::{self, TotpEnrollment};

use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// What `enrollTotp` answers.
#[derive(SimpleObject)]
pub struct EnrollTotpPayload {
    /// For a QR code that the authenticator app reads; null if it was refused.
    otpauth_uri: Option<String>,
    /// The same secret for typing it into the app; null if it was refused.
    secret: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for EnrollTotpPayload {
    type Value = TotpEnrollment;

    fn done(enrollment: TotpEnrollment) -> Self {
        Self {
            otpauth_uri: Some(enrollment.otpauth_uri.expose().clone()),
            secret: Some(enrollment.secret.expose().clone()),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            otpauth_uri: None,
            secret: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct EnrollTotpMutation;

#[Object]
impl EnrollTotpMutation {
    /// Begins with an authenticator app as your second factor: a secret, shown this once. It counts after `confirmTotp`.
    /// Answers `STEP_UP_REQUIRED` unless you have logged in or sent `stepUp` within ten minutes.
    async fn enroll_totp(&self, ctx: &Context<'_>) -> Nullable<EnrollTotpPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::enroll_totp(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}

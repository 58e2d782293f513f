//! `startPasskeyEnrollment`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity;

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `startPasskeyEnrollment` answers.
#[derive(SimpleObject)]
pub struct StartPasskeyEnrollmentPayload {
    /// The options for `navigator.credentials.create`, as JSON text; null if it was refused.
    challenge: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(StartPasskeyEnrollmentPayload { challenge: String });

#[derive(Default)]
pub struct StartPasskeyEnrollmentMutation;

#[Object]
impl StartPasskeyEnrollmentMutation {
    /// Begins with a passkey: a second factor, and a way to log in without a password. Answers `STEP_UP_REQUIRED` unless you
    /// have logged in or sent `stepUp` within ten minutes. `finishPasskeyEnrollment` sends what the browser gives.
    async fn start_passkey_enrollment(
        &self,
        ctx: &Context<'_>,
    ) -> Nullable<StartPasskeyEnrollmentPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::start_passkey_enrollment(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `regenerateRecoveryCodes`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity;
use xorb_domain::secret::Secret;

use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// What `regenerateRecoveryCodes` answers.
#[derive(SimpleObject)]
pub struct RegenerateRecoveryCodesPayload {
    /// Ten codes, each of which stands in for the second factor once. Shown this once; null if it was refused.
    recovery_codes: Option<Vec<String>>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for RegenerateRecoveryCodesPayload {
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
pub struct RegenerateRecoveryCodesMutation;

#[Object]
impl RegenerateRecoveryCodesMutation {
    /// Makes ten new recovery codes; the old ones are void. Answers `STEP_UP_REQUIRED` unless you have logged in or sent
    /// `stepUp` within ten minutes.
    async fn regenerate_recovery_codes(
        &self,
        ctx: &Context<'_>,
    ) -> Nullable<RegenerateRecoveryCodesPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::regenerate_recovery_codes(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}

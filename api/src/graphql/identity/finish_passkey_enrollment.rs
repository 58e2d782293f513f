//! `finishPasskeyEnrollment`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, EnrolledPasskey, FinishPasskeyEnrollment};

use super::Passkey;
use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// What the browser gave.
#[derive(InputObject)]
pub struct FinishPasskeyEnrollmentInput {
    /// What you call the passkey: at most 60 characters.
    name: String,
    /// What `navigator.credentials.create` gave, as JSON text.
    #[graphql(secret)]
    response: String,
}

impl From<FinishPasskeyEnrollmentInput> for FinishPasskeyEnrollment {
    fn from(input: FinishPasskeyEnrollmentInput) -> Self {
        Self {
            name: input.name,
            response: input.response.into(),
        }
    }
}

/// What `finishPasskeyEnrollment` answers.
#[derive(SimpleObject)]
pub struct FinishPasskeyEnrollmentPayload {
    /// The passkey; null if it was refused.
    passkey: Option<Passkey>,
    /// With your first second factor: ten codes, each of which stands in for it once. Shown this once; otherwise null.
    recovery_codes: Option<Vec<String>>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for FinishPasskeyEnrollmentPayload {
    type Value = EnrolledPasskey;

    fn done(enrolled: EnrolledPasskey) -> Self {
        let shown = |codes: Vec<xorb_domain::secret::Secret<String>>| {
            codes.iter().map(|code| code.expose().clone()).collect()
        };
        Self {
            passkey: Some(enrolled.passkey.into()),
            recovery_codes: enrolled.recovery_codes.map(shown),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            passkey: None,
            recovery_codes: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct FinishPasskeyEnrollmentMutation;

#[Object]
impl FinishPasskeyEnrollmentMutation {
    /// Ends the enrolment that `startPasskeyEnrollment` has begun. From now on, log-ins by password ask for a second factor.
    async fn finish_passkey_enrollment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the browser gave.")] input: FinishPasskeyEnrollmentInput,
    ) -> Nullable<FinishPasskeyEnrollmentPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::finish_passkey_enrollment(scope.core(), scope.actor()?, input.into())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `updateAccessPolicy`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, AccessPolicy as AccessPolicyView, UpdateAccessPolicy};

use super::{AccessPolicy, SecondFactorPolicy, SingleSignOnPolicy};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What to demand. What is not given stays.
#[derive(InputObject)]
pub struct UpdateAccessPolicyInput {
    /// Who must have a second factor. You need one yourself before you can demand it.
    second_factor: Option<SecondFactorPolicy>,
    /// Whether people have to log in through an identity provider. To demand it, an active provider must have passed a test
    /// log-in within 15 minutes (`testIdentityProvider`), and two owners need a passkey.
    single_sign_on: Option<SingleSignOnPolicy>,
    /// After how many minutes without a request a session ends: 5 to 60.
    session_idle_minutes: Option<i32>,
    /// The version that you have seen: refused if it is another one by now.
    expected_version: Option<i32>,
}

impl From<UpdateAccessPolicyInput> for UpdateAccessPolicy {
    fn from(input: UpdateAccessPolicyInput) -> Self {
        Self {
            second_factor: input.second_factor.map(Into::into),
            single_sign_on: input.single_sign_on.map(Into::into),
            session_idle_minutes: input.session_idle_minutes,
            expected_version: input.expected_version,
        }
    }
}

/// What `updateAccessPolicy` answers.
#[derive(SimpleObject)]
pub struct UpdateAccessPolicyPayload {
    /// The policy as it is now; null if it was refused.
    access_policy: Option<AccessPolicy>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateAccessPolicyPayload {
    access_policy: AccessPolicyView
});

#[derive(Default)]
pub struct UpdateAccessPolicyMutation;

#[Object]
impl UpdateAccessPolicyMutation {
    /// Sets what your company demands of those who log in, from the next request on. Needs the permission
    /// `access_policy:manage`; answers `STEP_UP_REQUIRED` unless you have logged in or sent `stepUp` within ten minutes.
    async fn update_access_policy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to demand.")] input: UpdateAccessPolicyInput,
    ) -> Nullable<UpdateAccessPolicyPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::update_access_policy(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `testIdentityProvider`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation;
use xorb_entities::ids::IdentityProviderId;

use crate::graphql::{Id, Nullable, Payload, ScopeOfContext, UserError};
use crate::oidc::{Check, examine};

/// What to test.
#[derive(InputObject)]
pub struct TestIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What was found out without a person.
#[derive(SimpleObject)]
pub struct IdentityProviderReport {
    /// Whether every check passed.
    passed: bool,
    /// The checks, in the order in which they were made. After one that nothing can follow, there are no more.
    checks: Vec<IdentityProviderCheck>,
}

/// One check.
#[derive(SimpleObject)]
pub struct IdentityProviderCheck {
    /// A short name, such as `discovery`.
    name: String,
    /// Whether it passed.
    passed: bool,
    /// What was found, and what to do.
    message: String,
}

/// What `testIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct TestIdentityProviderPayload {
    /// What was found out without a person; null if the test was refused.
    report: Option<IdentityProviderReport>,
    /// Open it in a browser within ten minutes for a test log-in, which proves the rest and logs nobody in; null if the test
    /// was refused.
    test_uri: Option<String>,
    /// Why the test was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for TestIdentityProviderPayload {
    type Value = (Vec<Check>, String);

    fn done((checks, test_uri): Self::Value) -> Self {
        let passed = checks.iter().all(|check| check.passed);
        let checks = checks.into_iter().map(|check| IdentityProviderCheck {
            name: check.name.to_owned(),
            passed: check.passed,
            message: check.message,
        });
        let checks = checks.collect();
        Self {
            report: Some(IdentityProviderReport { passed, checks }),
            test_uri: Some(test_uri),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            report: None,
            test_uri: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct TestIdentityProviderMutation;

#[Object]
impl TestIdentityProviderMutation {
    /// Asks an identity provider everything that can be asked without a person, and says in plain words what is wrong.
    /// `testUri` begins a log-in that proves the rest. Needs the permission `identity_providers:manage`.
    async fn test_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to test.")] input: TestIdentityProviderInput,
    ) -> Nullable<TestIdentityProviderPayload> {
        Nullable::of(async {
            let (scope, id) = (ctx.scope()?, input.identity_provider_id.uuid());
            let core = scope.core();
            let outcome = match federation::test_identity_provider(core, scope.actor()?, id).await {
                Ok((connection, uri)) => Ok((examine(core, &connection).await, uri)),
                Err(error) => Err(error),
            };
            scope.settle(outcome).await
        })
        .await
    }
}

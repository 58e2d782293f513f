//! `createServiceAccount`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, CreateServiceAccount, User as UserView};

use super::{Role, User};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The program, and what it may do.
#[derive(InputObject)]
pub struct CreateServiceAccountInput {
    /// What people call it.
    name: String,
    /// What its keys may do at most. Not more than you may do yourself, and never `OWNER`.
    roles: Vec<Role>,
    /// Makes a repeated call within 24 hours give the same account instead of another one.
    idempotency_key: Option<String>,
}

impl From<CreateServiceAccountInput> for CreateServiceAccount {
    fn from(input: CreateServiceAccountInput) -> Self {
        Self {
            name: input.name,
            roles: input.roles.into_iter().map(Into::into).collect(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `createServiceAccount` answers.
#[derive(SimpleObject)]
pub struct CreateServiceAccountPayload {
    /// The account; null if it was refused.
    service_account: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(CreateServiceAccountPayload {
    service_account: UserView
});

#[derive(Default)]
pub struct CreateServiceAccountMutation;

#[Object]
impl CreateServiceAccountMutation {
    /// Makes an account for a program. It can't log in: give it a key with `createApiKey`. It stands among `users`, where
    /// `updateUserRoles` and `deactivateUser` work on it. Needs the permission `api_keys:manage`.
    async fn create_service_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The program, and what it may do.")] input: CreateServiceAccountInput,
    ) -> Nullable<CreateServiceAccountPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome = identity::create_service_account(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

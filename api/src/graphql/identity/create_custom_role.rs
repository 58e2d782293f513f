//! `createCustomRole`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, CreateCustomRole, CustomRole as CustomRoleView};

use super::CustomRole;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What it is to be.
#[derive(InputObject)]
pub struct CreateCustomRoleInput {
    /// What it is called.
    name: String,
    /// What it permits: permissions that you hold, such as `scans:start`.
    permissions: Vec<String>,
    /// Makes a repeated call within 24 hours give the same role instead of another one.
    idempotency_key: Option<String>,
}

/// What `createCustomRole` answers.
#[derive(SimpleObject)]
pub struct CreateCustomRolePayload {
    /// The role; null if it was refused.
    custom_role: Option<CustomRole>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(CreateCustomRolePayload {
    custom_role: CustomRoleView
});

#[derive(Default)]
pub struct CreateCustomRoleMutation;

#[Object]
impl CreateCustomRoleMutation {
    /// Makes a role out of permissions of yours. Needs the permission `roles:manage`.
    async fn create_custom_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is to be.")] input: CreateCustomRoleInput,
    ) -> Nullable<CreateCustomRolePayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = {
                let input = CreateCustomRole {
                    name: input.name,
                    permissions: input.permissions,
                    idempotency_key: input.idempotency_key,
                };
                identity::create_custom_role(scope.core(), scope.actor()?, input).await
            };
            scope.settle(outcome).await
        })
        .await
    }
}

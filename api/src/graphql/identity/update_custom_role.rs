//! `updateCustomRole`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, CustomRole as CustomRoleView, UpdateCustomRole};
use xorb_entities::ids::CustomRoleId;

use super::CustomRole;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which role, and what it shall be.
#[derive(InputObject)]
pub struct UpdateCustomRoleInput {
    /// The role.
    custom_role_id: Id<CustomRoleId>,
    /// What it is called.
    name: String,
    /// All that it permits: permissions that you hold.
    permissions: Vec<String>,
    /// The `version` you have seen: if the role has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

/// What `updateCustomRole` answers.
#[derive(SimpleObject)]
pub struct UpdateCustomRolePayload {
    /// The role as it is now; null if it was refused.
    custom_role: Option<CustomRole>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateCustomRolePayload {
    custom_role: CustomRoleView
});

#[derive(Default)]
pub struct UpdateCustomRoleMutation;

#[Object]
impl UpdateCustomRoleMutation {
    /// Changes one of the tenant's own roles, for everybody who has it, from their next request on. Needs the permission `roles:manage`.
    async fn update_custom_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which role, and what it shall be.")] input: UpdateCustomRoleInput,
    ) -> Nullable<UpdateCustomRolePayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = {
                let input = UpdateCustomRole {
                    role_id: input.custom_role_id.uuid(),
                    name: input.name,
                    permissions: input.permissions,
                    expected_version: input.expected_version,
                };
                identity::update_custom_role(scope.core(), scope.actor()?, input).await
            };
            scope.settle(outcome).await
        })
        .await
    }
}

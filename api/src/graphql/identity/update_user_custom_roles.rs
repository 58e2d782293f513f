//! `updateUserCustomRoles`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, UpdateUserCustomRoles, User as UserView};
use xorb_entities::ids::{CustomRoleId, UserId};

use super::User;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whose roles to set.
#[derive(InputObject)]
pub struct UpdateUserCustomRolesInput {
    /// The user.
    user_id: Id<UserId>,
    /// All of the tenant's own roles that the user shall have.
    custom_role_ids: Vec<Id<CustomRoleId>>,
    /// The `version` of the user that you have seen: if the user has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

/// What `updateUserCustomRoles` answers.
#[derive(SimpleObject)]
pub struct UpdateUserCustomRolesPayload {
    /// The user as it is now; null if it was refused.
    user: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateUserCustomRolesPayload { user: UserView });

#[derive(Default)]
pub struct UpdateUserCustomRolesMutation;

#[Object]
impl UpdateUserCustomRolesMutation {
    /// Sets which of the tenant's own roles a user has. Takes effect on the user's next request. Needs the permission `users:manage`, and all that the roles permit.
    async fn update_user_custom_roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose roles to set.")] input: UpdateUserCustomRolesInput,
    ) -> Nullable<UpdateUserCustomRolesPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = {
                let input = UpdateUserCustomRoles {
                    user_id: input.user_id.uuid(),
                    role_ids: input.custom_role_ids.into_iter().map(Id::uuid).collect(),
                    expected_version: input.expected_version,
                };
                identity::update_user_custom_roles(scope.core(), scope.actor()?, input).await
            };
            scope.settle(outcome).await
        })
        .await
    }
}

//! `updateUserRoles`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, UpdateUserRoles, User as UserView};
use xorb_entities::ids::UserId;

use super::{Role, User};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whose roles to set.
#[derive(InputObject)]
pub struct UpdateUserRolesInput {
    /// The user.
    user_id: Id<UserId>,
    /// All roles that the user shall have. Only an owner may make or unmake an owner.
    roles: Vec<Role>,
    /// The `version` you have seen: if the user has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

impl From<UpdateUserRolesInput> for UpdateUserRoles {
    fn from(input: UpdateUserRolesInput) -> Self {
        Self {
            user_id: input.user_id.uuid(),
            roles: input.roles.into_iter().map(Into::into).collect(),
            expected_version: input.expected_version,
        }
    }
}

/// What `updateUserRoles` answers.
#[derive(SimpleObject)]
pub struct UpdateUserRolesPayload {
    /// The user as it is now; null if the change was refused.
    user: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateUserRolesPayload { user: UserView });

#[derive(Default)]
pub struct UpdateUserRolesMutation;

#[Object]
impl UpdateUserRolesMutation {
    /// Sets the roles of a user. Takes effect on the user's next request. Needs the permission `users:manage`.
    async fn update_user_roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose roles to set.")] input: UpdateUserRolesInput,
    ) -> Nullable<UpdateUserRolesPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::update_user_roles(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

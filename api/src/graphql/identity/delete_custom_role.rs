//! `deleteCustomRole`.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use xorb_domain::identity;
use xorb_entities::ids::CustomRoleId;

use crate::graphql::{Id, Nullable, Payload, ScopeOfContext, UserError};

/// Which role to delete.
#[derive(InputObject)]
pub struct DeleteCustomRoleInput {
    /// The role.
    custom_role_id: Id<CustomRoleId>,
}

/// What `deleteCustomRole` answers.
#[derive(SimpleObject)]
pub struct DeleteCustomRolePayload {
    /// The id of the role that is deleted; null if it was refused.
    deleted_custom_role_id: Option<ID>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for DeleteCustomRolePayload {
    type Value = uuid::Uuid;

    fn done(id: uuid::Uuid) -> Self {
        Self {
            deleted_custom_role_id: Some(CustomRoleId::from(id).into()),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            deleted_custom_role_id: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct DeleteCustomRoleMutation;

#[Object]
impl DeleteCustomRoleMutation {
    /// Deletes one of the tenant's own roles; whoever had it has it no more. Needs the permission `roles:manage`.
    async fn delete_custom_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which role to delete.")] input: DeleteCustomRoleInput,
    ) -> Nullable<DeleteCustomRolePayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.custom_role_id.uuid();
            let outcome = identity::delete_custom_role(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }
}

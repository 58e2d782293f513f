//! `transferOwnership`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, User as UserView};
use xorb_entities::ids::UserId;

use super::User;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Who shall be the owner.
#[derive(InputObject)]
pub struct TransferOwnershipInput {
    /// The user.
    user_id: Id<UserId>,
}

/// What `transferOwnership` answers.
#[derive(SimpleObject)]
pub struct TransferOwnershipPayload {
    /// The new owner; null if it was refused.
    user: Option<User>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(TransferOwnershipPayload { user: UserView });

#[derive(Default)]
pub struct TransferOwnershipMutation;

#[Object]
impl TransferOwnershipMutation {
    /// Hands the tenant over: the user becomes an owner, and you an administrator. Only an owner can, and only after a log-in or step-up within ten minutes.
    async fn transfer_ownership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who shall be the owner.")] input: TransferOwnershipInput,
    ) -> Nullable<TransferOwnershipPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::transfer_ownership(scope.core(), scope.actor()?, input.user_id.uuid())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `inviteUser`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, Invitation as InvitationView, InviteUser};

use super::{Invitation, Role};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// Whom to invite.
#[derive(InputObject)]
pub struct InviteUserInput {
    /// The address of the person; the invitation is sent there.
    email: String,
    /// What the person will be able to do. Only an owner may invite an owner.
    roles: Vec<Role>,
    /// Makes a repeated call within 24 hours give the same invitation instead of another mail.
    idempotency_key: Option<String>,
}

impl From<InviteUserInput> for InviteUser {
    fn from(input: InviteUserInput) -> Self {
        Self {
            email: input.email,
            roles: input.roles.into_iter().map(Into::into).collect(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `inviteUser` answers.
#[derive(SimpleObject)]
pub struct InviteUserPayload {
    /// The invitation; null if it was refused.
    invitation: Option<Invitation>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(InviteUserPayload {
    invitation: InvitationView
});

#[derive(Default)]
pub struct InviteUserMutation;

#[Object]
impl InviteUserMutation {
    /// Invites a person to the tenant by mail. Needs the permission `users:invite`.
    async fn invite_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to invite.")] input: InviteUserInput,
    ) -> Nullable<InviteUserPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::invite_user(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}

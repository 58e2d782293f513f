//! `revokeInvitation`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, Invitation as InvitationView};
use xorb_entities::ids::InvitationId;

use super::Invitation;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which invitation to take back.
#[derive(InputObject)]
pub struct RevokeInvitationInput {
    /// The invitation.
    invitation_id: Id<InvitationId>,
}

/// What `revokeInvitation` answers.
#[derive(SimpleObject)]
pub struct RevokeInvitationPayload {
    /// The invitation; null if it was refused.
    invitation: Option<Invitation>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RevokeInvitationPayload {
    invitation: InvitationView
});

#[derive(Default)]
pub struct RevokeInvitationMutation;

#[Object]
impl RevokeInvitationMutation {
    /// Takes an invitation back: its link opens nothing any more. Needs the permission `users:invite`.
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation to take back.")] input: RevokeInvitationInput,
    ) -> Nullable<RevokeInvitationPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::revoke_invitation(
                scope.core(),
                scope.actor()?,
                input.invitation_id.uuid(),
            )
            .await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `resendInvitation`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, Invitation as InvitationView};
use xorb_entities::ids::InvitationId;

use super::Invitation;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which invitation to send again.
#[derive(InputObject)]
pub struct ResendInvitationInput {
    /// The invitation.
    invitation_id: Id<InvitationId>,
}

/// What `resendInvitation` answers.
#[derive(SimpleObject)]
pub struct ResendInvitationPayload {
    /// The invitation; null if it was refused.
    invitation: Option<Invitation>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ResendInvitationPayload {
    invitation: InvitationView
});

#[derive(Default)]
pub struct ResendInvitationMutation;

#[Object]
impl ResendInvitationMutation {
    /// Sends a pending invitation once more, with a new link; the old one opens nothing any more. Needs the permission `users:invite`.
    async fn resend_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation to send again.")] input: ResendInvitationInput,
    ) -> Nullable<ResendInvitationPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::resend_invitation(
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

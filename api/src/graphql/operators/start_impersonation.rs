//! `startImpersonation`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::support_access::{
    self, ImpersonationTicket as TicketView, StartImpersonation,
};
use xorb_entities::ids::{ImpersonationId, SupportGrantId};

use crate::graphql::scalars::DateTime;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// By which grant, and why.
#[derive(InputObject)]
pub struct StartImpersonationInput {
    /// The short name of the tenant.
    tenant_slug: String,
    /// The tenant's grant.
    support_access_grant_id: Id<SupportGrantId>,
    /// Why, in 1 to 500 characters. The tenant sees it.
    reason: String,
}

/// What opens a session in the person's name, once.
#[derive(SimpleObject)]
pub struct ImpersonationTicket {
    /// The impersonation's id, `imp_…`, for `endImpersonation`.
    id: async_graphql::ID,
    /// The page on the public listener that opens the session.
    url: String,
    /// Until when it can be opened: two minutes.
    expires_at: DateTime,
}

impl From<TicketView> for ImpersonationTicket {
    fn from(view: TicketView) -> Self {
        Self {
            id: ImpersonationId::from(view.impersonation_id).into(),
            url: view.url.expose().clone(),
            expires_at: view.expires_at.into(),
        }
    }
}

/// What `startImpersonation` answers.
#[derive(SimpleObject)]
pub struct StartImpersonationPayload {
    /// The ticket; null if it was refused.
    ticket: Option<ImpersonationTicket>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(StartImpersonationPayload { ticket: TicketView });

#[derive(Default)]
pub struct StartImpersonationMutation;

#[Object]
impl StartImpersonationMutation {
    /// Takes a grant: a ticket for one session in the person's name, 30 minutes long at most. The person and the tenant's
    /// owners are told by mail. Answers `STEP_UP_REQUIRED` unless you have used your passkey within ten minutes.
    async fn start_impersonation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By which grant, and why.")] input: StartImpersonationInput,
    ) -> Nullable<StartImpersonationPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let input = StartImpersonation {
                tenant_slug: input.tenant_slug,
                grant_id: input.support_access_grant_id.uuid(),
                reason: input.reason,
            };
            let outcome =
                support_access::start_impersonation(scope.core(), scope.actor()?, input).await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `endImpersonation`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::support_access::{self, EndImpersonation};
use xorb_entities::ids::ImpersonationId;

use crate::graphql::{Id, Nullable, Payload, ScopeOfContext, UserError};

/// Which.
#[derive(InputObject)]
pub struct EndImpersonationInput {
    /// The short name of the tenant.
    tenant_slug: String,
    /// What `startImpersonation` gave.
    impersonation_id: Id<ImpersonationId>,
}

/// What `endImpersonation` answers.
#[derive(SimpleObject)]
pub struct EndImpersonationPayload {
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for EndImpersonationPayload {
    type Value = ();

    fn done((): Self::Value) -> Self {
        Self {
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self { user_errors }
    }
}

#[derive(Default)]
pub struct EndImpersonationMutation;

#[Object]
impl EndImpersonationMutation {
    /// Ends an impersonation of yours and its session, at once. One that has ended already is fine.
    async fn end_impersonation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: EndImpersonationInput,
    ) -> Nullable<EndImpersonationPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let input = EndImpersonation {
                tenant_slug: input.tenant_slug,
                impersonation_id: input.impersonation_id.uuid(),
            };
            let outcome =
                support_access::end_impersonation(scope.core(), scope.actor()?, input).await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `consentToSupportAccess`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::support_access::{self, SupportGrant};
use xorb_entities::ids::SupportGrantId;

use super::SupportAccessGrant;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which grant.
#[derive(InputObject)]
pub struct ConsentToSupportAccessInput {
    /// The grant.
    support_access_grant_id: Id<SupportGrantId>,
}

/// What `consentToSupportAccess` answers.
#[derive(SimpleObject)]
pub struct ConsentToSupportAccessPayload {
    /// The grant as it is now; null if it was refused.
    support_access_grant: Option<SupportAccessGrant>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ConsentToSupportAccessPayload {
    support_access_grant: SupportGrant
});

#[derive(Default)]
pub struct ConsentToSupportAccessMutation;

#[Object]
impl ConsentToSupportAccessMutation {
    /// Lets the platform's operators act in your name, as a grant says. Answers `STEP_UP_REQUIRED` unless you have logged in or
    /// sent `stepUp` within ten minutes.
    async fn consent_to_support_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which grant.")] input: ConsentToSupportAccessInput,
    ) -> Nullable<ConsentToSupportAccessPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.support_access_grant_id.uuid();
            let outcome =
                support_access::consent_to_support_access(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `withdrawDataSubjectRequest`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::privacy::{self, RequestView};
use xorb_entities::ids::DataSubjectRequestId;

use super::DataSubjectRequest;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which request is taken back.
#[derive(InputObject)]
pub struct WithdrawDataSubjectRequestInput {
    /// The request.
    request_id: Id<DataSubjectRequestId>,
}

/// What `withdrawDataSubjectRequest` answers.
#[derive(SimpleObject)]
pub struct WithdrawDataSubjectRequestPayload {
    /// The request as it is now; null if this was refused.
    request: Option<DataSubjectRequest>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(WithdrawDataSubjectRequestPayload {
    request: RequestView
});

#[derive(Default)]
pub struct WithdrawDataSubjectRequestMutation;

#[Object]
impl WithdrawDataSubjectRequestMutation {
    /// Takes a request back, until its execution has begun: your own, or any with the permission `privacy:manage`.
    async fn withdraw_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is taken back.")] input: WithdrawDataSubjectRequestInput,
    ) -> Nullable<WithdrawDataSubjectRequestPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = privacy::withdraw_data_subject_request(
                scope.core(),
                scope.actor()?,
                input.request_id.uuid(),
            )
            .await;
            scope.settle(outcome).await
        })
        .await
    }
}

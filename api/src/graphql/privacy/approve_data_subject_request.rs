//! `approveDataSubjectRequest`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::privacy::{self, ApproveDataSubjectRequest, RequestView};
use xorb_entities::ids::DataSubjectRequestId;

use super::DataSubjectRequest;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which plan is approved.
#[derive(InputObject)]
pub struct ApproveDataSubjectRequestInput {
    /// The request.
    request_id: Id<DataSubjectRequestId>,
    /// The `hash` of the plan that you have seen.
    plan_hash: String,
}

impl From<ApproveDataSubjectRequestInput> for ApproveDataSubjectRequest {
    fn from(input: ApproveDataSubjectRequestInput) -> Self {
        Self {
            request_id: input.request_id.uuid(),
            plan_hash: input.plan_hash,
        }
    }
}

/// What `approveDataSubjectRequest` answers.
#[derive(SimpleObject)]
pub struct ApproveDataSubjectRequestPayload {
    /// The request as it is now; null if this was refused.
    request: Option<DataSubjectRequest>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ApproveDataSubjectRequestPayload {
    request: RequestView
});

#[derive(Default)]
pub struct ApproveDataSubjectRequestMutation;

#[Object]
impl ApproveDataSubjectRequestMutation {
    /// Approves the plan; a job carries it out. Answers `STEP_UP_REQUIRED` unless you have logged in or sent `stepUp` within
    /// ten minutes, `FOUR_EYES_REQUIRED` if another person has to, `PLAN_CHANGED` if the hash is that of another plan, and
    /// `INVALID_STATE` for each conflict of the plan that has to be mended first. Needs the permission `privacy:manage`.
    async fn approve_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan is approved.")] input: ApproveDataSubjectRequestInput,
    ) -> Nullable<ApproveDataSubjectRequestPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                privacy::approve_data_subject_request(scope.core(), scope.actor()?, input.into())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

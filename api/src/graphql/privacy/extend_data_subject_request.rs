//! `extendDataSubjectRequest`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::privacy::{self, ExtendDataSubjectRequest, RequestView};
use xorb_entities::ids::DataSubjectRequestId;

use super::DataSubjectRequest;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// How much more time, and why.
#[derive(InputObject)]
pub struct ExtendDataSubjectRequestInput {
    /// The request.
    request_id: Id<DataSubjectRequestId>,
    /// One or two; two in all.
    months: i32,
    /// Why, in words for the person.
    #[graphql(secret)]
    reason: String,
    /// The `version` you have seen: if the request has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

impl From<ExtendDataSubjectRequestInput> for ExtendDataSubjectRequest {
    fn from(input: ExtendDataSubjectRequestInput) -> Self {
        Self {
            request_id: input.request_id.uuid(),
            months: input.months,
            reason: input.reason,
            expected_version: input.expected_version,
        }
    }
}

/// What `extendDataSubjectRequest` answers.
#[derive(SimpleObject)]
pub struct ExtendDataSubjectRequestPayload {
    /// The request as it is now; null if this was refused.
    request: Option<DataSubjectRequest>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ExtendDataSubjectRequestPayload {
    request: RequestView
});

#[derive(Default)]
pub struct ExtendDataSubjectRequestMutation;

#[Object]
impl ExtendDataSubjectRequestMutation {
    /// Gives the request more time, counted from its receipt. Only within the first month; the person gets a letter. Needs
    /// the permission `privacy:manage`.
    async fn extend_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much more time, and why.")] input: ExtendDataSubjectRequestInput,
    ) -> Nullable<ExtendDataSubjectRequestPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                privacy::extend_data_subject_request(scope.core(), scope.actor()?, input.into())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

//! `verifyDataSubjectRequest`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::privacy::{self, RequestView, VerifyDataSubjectRequest};
use xorb_entities::ids::DataSubjectRequestId;

use super::{DataSubjectRequest, IdentificationMethod};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// How the person was identified.
#[derive(InputObject)]
pub struct VerifyDataSubjectRequestInput {
    /// The request.
    request_id: Id<DataSubjectRequestId>,
    /// How it is known who asks.
    method: IdentificationMethod,
    /// What was seen, in words; it is kept sealed until the request ends.
    #[graphql(secret)]
    evidence: String,
}

impl From<VerifyDataSubjectRequestInput> for VerifyDataSubjectRequest {
    fn from(input: VerifyDataSubjectRequestInput) -> Self {
        Self {
            request_id: input.request_id.uuid(),
            method: input.method.into(),
            evidence: input.evidence,
        }
    }
}

/// What `verifyDataSubjectRequest` answers.
#[derive(SimpleObject)]
pub struct VerifyDataSubjectRequestPayload {
    /// The request as it is now; null if this was refused.
    request: Option<DataSubjectRequest>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(VerifyDataSubjectRequestPayload {
    request: RequestView
});

#[derive(Default)]
pub struct VerifyDataSubjectRequestMutation;

#[Object]
impl VerifyDataSubjectRequestMutation {
    /// States how the person was identified; the plan follows at once (`PLANNED`). Needs the permission `privacy:manage`.
    async fn verify_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the person was identified.")] input: VerifyDataSubjectRequestInput,
    ) -> Nullable<VerifyDataSubjectRequestPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                privacy::verify_data_subject_request(scope.core(), scope.actor()?, input.into())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

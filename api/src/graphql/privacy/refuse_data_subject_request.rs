//! `refuseDataSubjectRequest`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::privacy::{self, RefuseDataSubjectRequest, RequestView};
use xorb_entities::ids::DataSubjectRequestId;

use super::{DataSubjectRequest, RefusalGround};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Why nothing is done.
#[derive(InputObject)]
pub struct RefuseDataSubjectRequestInput {
    /// The request.
    request_id: Id<DataSubjectRequestId>,
    /// On which ground.
    ground: RefusalGround,
    /// Why, in words for the person; it goes into the letter and nowhere else.
    #[graphql(secret)]
    explanation: String,
}

impl From<RefuseDataSubjectRequestInput> for RefuseDataSubjectRequest {
    fn from(input: RefuseDataSubjectRequestInput) -> Self {
        Self {
            request_id: input.request_id.uuid(),
            ground: input.ground.into(),
            explanation: input.explanation,
        }
    }
}

/// What `refuseDataSubjectRequest` answers.
#[derive(SimpleObject)]
pub struct RefuseDataSubjectRequestPayload {
    /// The request as it is now; null if this was refused.
    request: Option<DataSubjectRequest>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RefuseDataSubjectRequestPayload {
    request: RequestView
});

#[derive(Default)]
pub struct RefuseDataSubjectRequestMutation;

#[Object]
impl RefuseDataSubjectRequestMutation {
    /// Refuses the request. The person gets a letter with the ground, the complaint authority and the remedy. Needs the
    /// permission `privacy:manage`.
    async fn refuse_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why nothing is done.")] input: RefuseDataSubjectRequestInput,
    ) -> Nullable<RefuseDataSubjectRequestPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                privacy::refuse_data_subject_request(scope.core(), scope.actor()?, input.into())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

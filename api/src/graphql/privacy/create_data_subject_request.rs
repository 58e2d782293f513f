//! `createDataSubjectRequest`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::privacy::{self, CreateDataSubjectRequest, RequestView, StatedPerson};

use super::{DataSubjectRequest, DataSubjectRight, IdentifierKind};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What is asked for, and for whom.
#[derive(InputObject)]
pub struct CreateDataSubjectRequestInput {
    /// What is asked for. Only `ERASURE` is available yet; any other answers `NOT_AVAILABLE`.
    right: DataSubjectRight,
    /// The person it is about; left out: yourself. For others it needs the permission `privacy:manage`.
    subject: Option<DataSubjectInput>,
    /// What to correct; for `RECTIFICATION` only, which is not available yet.
    corrections: Option<Vec<CorrectionInput>>,
    /// What you want to add.
    #[graphql(secret)]
    note: Option<String>,
    /// Makes a repeated call within 24 hours give the same request instead of another one.
    idempotency_key: Option<String>,
}

/// A person, as they are known.
#[derive(InputObject)]
pub struct DataSubjectInput {
    /// Their e-mail address; letters go there.
    #[graphql(secret)]
    email: Option<String>,
    /// What else they are known by in texts.
    identifiers: Option<Vec<IdentifierInput>>,
}

/// A text by which a person is known.
#[derive(InputObject)]
pub struct IdentifierInput {
    /// What kind of text it is.
    kind: IdentifierKind,
    /// The text, of 6 characters at least.
    #[graphql(secret)]
    value: String,
}

/// What a value should be.
#[derive(InputObject)]
pub struct CorrectionInput {
    /// What is wrong.
    #[graphql(secret)]
    field: String,
    /// What it should say.
    #[graphql(secret)]
    value: String,
}

impl From<CreateDataSubjectRequestInput> for CreateDataSubjectRequest {
    fn from(input: CreateDataSubjectRequestInput) -> Self {
        Self {
            right: input.right.into(),
            subject: input.subject.map(Into::into),
            has_corrections: input.corrections.is_some_and(|list| !list.is_empty()),
            note: input.note,
            idempotency_key: input.idempotency_key,
        }
    }
}

impl From<DataSubjectInput> for StatedPerson {
    fn from(input: DataSubjectInput) -> Self {
        let identifiers = input.identifiers.into_iter().flatten();
        Self {
            email: input.email,
            identifiers: identifiers
                .map(|identifier| (identifier.kind.into(), identifier.value))
                .collect(),
        }
    }
}

/// What `createDataSubjectRequest` answers.
#[derive(SimpleObject)]
pub struct CreateDataSubjectRequestPayload {
    /// The request; null if it was refused.
    request: Option<DataSubjectRequest>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(CreateDataSubjectRequestPayload {
    request: RequestView
});

#[derive(Default)]
pub struct CreateDataSubjectRequestMutation;

#[Object]
impl CreateDataSubjectRequestMutation {
    /// Asks for the erasure of personal data. For yourself it is planned at once; it answers `STEP_UP_REQUIRED` unless you
    /// have logged in or sent `stepUp` within ten minutes. For somebody else it waits for `verifyDataSubjectRequest`.
    async fn create_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for, and for whom.")] input: CreateDataSubjectRequestInput,
    ) -> Nullable<CreateDataSubjectRequestPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                privacy::create_data_subject_request(scope.core(), scope.actor()?, input.into())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}

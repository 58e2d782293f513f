//! A data-subject request, as clients see it.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::privacy::RequestView;
use xorb_entities::ids::{DataSubjectRequestId, JobId};

use super::load::{CertificateOf, MessagesOf, TasksOf};
use super::{
    Certificate, DataExport, DataSubjectRequestChannel, DataSubjectRequestMessage,
    DataSubjectRequestPlan, DataSubjectRequestState, DataSubjectRequestTask, DataSubjectRight,
    IdentificationMethod, RefusalGround,
};
use crate::graphql::jobs::Job;
use crate::graphql::scalars::DateTime;
use crate::graphql::{ErrorDetail, Nullable, load, load_list};

/// What somebody asked for about their personal data, from receipt to proof. Whom it is about is kept sealed and is
/// never shown. Reading it is audited.
#[derive(Description)]
pub struct DataSubjectRequest(RequestView);

impl From<RequestView> for DataSubjectRequest {
    fn from(view: RequestView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl DataSubjectRequest {
    /// The request's id, `dsr_…`.
    pub(crate) async fn id(&self) -> ID {
        DataSubjectRequestId::from(self.0.id).into()
    }

    /// What is asked for.
    async fn right(&self) -> DataSubjectRight {
        self.0.right.into()
    }

    /// Where it stands.
    async fn state(&self) -> DataSubjectRequestState {
        self.0.state.into()
    }

    /// How it came in.
    async fn channel(&self) -> DataSubjectRequestChannel {
        self.0.channel.into()
    }

    /// When it was received; its time counts from then.
    async fn received_at(&self) -> DateTime {
        self.0.received_at.into()
    }

    /// The last second in which it is answered in time.
    async fn due_at(&self) -> DateTime {
        self.0.due_at.into()
    }

    /// By how many months it was extended.
    async fn extended_months(&self) -> i32 {
        self.0.extended_months
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was known who asks; null before.
    async fn verified_at(&self) -> Option<DateTime> {
        self.0.verified_at.map(DateTime)
    }

    /// How it was known who asks; null before.
    async fn verification_method(&self) -> Option<IdentificationMethod> {
        self.0.verification_method.map(Into::into)
    }

    /// When its plan was approved; null before.
    async fn approved_at(&self) -> Option<DateTime> {
        self.0.approved_at.map(DateTime)
    }

    /// On which ground it was refused; null if it was not.
    async fn refusal_ground(&self) -> Option<RefusalGround> {
        self.0.refusal_ground.map(Into::into)
    }

    /// What has to be mended before it goes on; null if nothing.
    async fn blocked(&self) -> Option<ErrorDetail> {
        self.0.blocked_code.as_deref().map(ErrorDetail::of)
    }

    /// When it ended, however it did.
    async fn completed_at(&self) -> Option<DateTime> {
        self.0.completed_at.map(DateTime)
    }

    /// The job that carries it out, with its progress; null before the approval.
    async fn job(&self, ctx: &Context<'_>) -> Nullable<Job> {
        match self.0.job_id {
            Some(job_id) => load(ctx, JobId::from(job_id)).await,
            None => Nullable::none(),
        }
    }

    /// What will be done, or was; null until it is known who asks.
    async fn plan(&self) -> Option<DataSubjectRequestPlan> {
        self.0.plan.clone().map(Into::into)
    }

    /// What has been done, location by location; empty before the execution.
    async fn tasks(&self, ctx: &Context<'_>) -> Nullable<Vec<DataSubjectRequestTask>> {
        load_list(ctx, TasksOf(self.0.id)).await
    }

    /// What the person was told, oldest first.
    async fn messages(&self, ctx: &Context<'_>) -> Nullable<Vec<DataSubjectRequestMessage>> {
        load_list(ctx, MessagesOf(self.0.id)).await
    }

    /// The person's data, for requests of access and portability; null for all others.
    async fn export(&self) -> Nullable<DataExport> {
        Nullable::none()
    }

    /// The proof; null until the request is completed.
    async fn certificate(&self, ctx: &Context<'_>) -> Nullable<Certificate> {
        load(ctx, CertificateOf(self.0.id)).await
    }
}

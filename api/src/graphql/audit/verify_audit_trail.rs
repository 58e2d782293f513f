//! `verifyAuditTrail`.

use async_graphql::{Context, Description, Object};
use xorb_domain::audit;
use xorb_entities::ids::JobId;

use crate::graphql::jobs::Job;
use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError, load};

/// What `verifyAuditTrail` answers.
#[derive(Description)]
pub struct VerifyAuditTrailPayload {
    job_id: Option<JobId>,
    user_errors: Vec<UserError>,
}

#[Object(use_type_description)]
impl VerifyAuditTrailPayload {
    /// The job that verifies the trail; `auditTrail` shows what came of it.
    async fn job(&self, ctx: &Context<'_>) -> Nullable<Job> {
        match self.job_id {
            Some(id) => load(ctx, id).await,
            None => Nullable::none(),
        }
    }

    /// Always empty.
    async fn user_errors(&self) -> &[UserError] {
        &self.user_errors
    }
}

impl Payload for VerifyAuditTrailPayload {
    type Value = uuid::Uuid;

    fn done(job_id: uuid::Uuid) -> Self {
        Self {
            job_id: Some(job_id.into()),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            job_id: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct VerifyAuditTrailMutation;

#[Object]
impl VerifyAuditTrailMutation {
    /// Verifies the whole audit trail of the tenant, as a job. One that is under way is not started twice. Needs the
    /// permission `audit:read`.
    async fn verify_audit_trail(&self, ctx: &Context<'_>) -> Nullable<VerifyAuditTrailPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = audit::verify_audit_trail(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}

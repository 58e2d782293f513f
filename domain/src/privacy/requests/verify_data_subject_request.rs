//! An officer states how the person was identified; the plan follows at once.

use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::{IdentificationMethod, RequestState};

use super::plan_request::plan_request;
use super::transition::{Change, transition};
use super::vault::{read_vault, write_vault};
use super::view::RequestView;
use super::{free_text, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// How it is known who asks.
#[derive(Clone, Debug)]
pub struct VerifyDataSubjectRequest {
    pub request_id: Uuid,
    pub method: IdentificationMethod,
    /// What was seen; it goes into the vault.
    pub evidence: String,
}

/// Notes the identification and plans the request.
///
/// # Errors
/// User error `INVALID_INPUT`; `Conflict` if the person is known already or the request has ended; `NotFound`,
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn verify_data_subject_request(
    core: &Core,
    actor: &Actor,
    input: VerifyDataSubjectRequest,
) -> Result<RequestView, AppError> {
    let object = DataSubjectRequestId::from(input.request_id);
    core.authorise(actor, Permission::PrivacyManage, Some(&object.to_string()))
        .await?;
    let evidence = free_text::required("evidence", &input.evidence)?;
    let tx = core.db.write(&actor.scope).await?;
    let row = queries::lock_request(&tx, input.request_id)
        .await?
        .ok_or(AppError::NotFound("data-subject request"))?;
    let row = if row.state == RequestState::Verifying {
        row
    } else {
        let from = [RequestState::Received, RequestState::AwaitingInfo];
        let to = RequestState::Verifying;
        transition(&tx, actor, row.id, &from, to, Change::none()).await?
    };
    let mut vault = read_vault(&tx, row.id).await?.unwrap_or_default();
    vault.evidence = Some(evidence);
    write_vault(&tx, row.id, &vault).await?;
    let method = json!({ "method": input.method.to_value() });
    tx.record(
        AuditEvent::new(AuditAction::RequestVerified, actor)
            .object(object)
            .payload(actor.subject_id, method),
    );
    let change = Change::none()
        .verified(actor.user_id, input.method, tx.now())
        .challenge_met();
    let row = plan_request(&tx, actor, &row, change).await?;
    let view = RequestView::new(row)?;
    tx.commit().await?;
    Ok(view)
}

//! Reads one request. Officers see all, a person their own; each read is an event.

use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::queries;
use super::view::RequestView;
use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::ReadSession;
use crate::identity::{Actor, Permission};

/// One request.
///
/// # Errors
/// `NotFound` if there is none in this tenant, or none that the actor may see.
#[tracing::instrument(skip_all)]
pub async fn data_subject_request(reads: &ReadSession, id: Uuid) -> Result<RequestView, AppError> {
    let row = queries::find_request(&*reads.tx().await?, id)
        .await?
        .filter(|row| may_see(reads.actor(), row))
        .ok_or(AppError::NotFound("data-subject request"))?;
    let object = DataSubjectRequestId::from(id);
    reads.record(AuditEvent::new(AuditAction::RequestRead, reads.actor()).object(object));
    RequestView::new(row)
}

fn may_see(actor: &Actor, row: &RequestRow) -> bool {
    let is_own = row.subject_id.is_some() && row.subject_id == actor.subject_id;
    (is_own && actor.api_key.is_none()) || actor.holds(Permission::PrivacyRead)
}

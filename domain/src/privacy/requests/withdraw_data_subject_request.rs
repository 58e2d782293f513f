//! Takes a request back: by its person or by an officer, until the erasure has begun.

use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::RequestState;

use super::letters::RequestLetter;
use super::queries;
use super::send_letter::send_letter;
use super::states::sources;
use super::transition::{Change, transition};
use super::vault::{clear_vault, read_vault};
use super::view::RequestView;
use crate::identity::{Actor, Permission};
use crate::jobs::request_cancel;
use crate::{AppError, Core};

/// Withdraws the request; what it held about the person goes, and so does its job if it has one.
///
/// # Errors
/// `Conflict` once the erasure has begun or the request has ended; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn withdraw_data_subject_request(
    core: &Core,
    actor: &Actor,
    request_id: Uuid,
) -> Result<RequestView, AppError> {
    if !is_own(core, actor, request_id).await? {
        let object = DataSubjectRequestId::from(request_id).to_string();
        core.authorise(actor, Permission::PrivacyManage, Some(&object))
            .await?;
    }
    let tx = core.db.write(&actor.scope).await?;
    // The job's row before the request's, as its handler does.
    let job_id = queries::find_request(&tx, request_id)
        .await?
        .ok_or(AppError::NotFound("data-subject request"))?
        .job_id;
    if let Some(job_id) = job_id {
        request_cancel(&tx, job_id).await?;
    }
    let to = RequestState::Withdrawn;
    let change = Change::none().completed(tx.now());
    let row = transition(&tx, actor, request_id, &sources(to), to, change).await?;
    let vault = read_vault(&tx, row.id).await?.unwrap_or_default();
    send_letter(core, &tx, &row, &vault, &RequestLetter::Withdrawn).await?;
    clear_vault(&tx, row.id).await?;
    let view = RequestView::new(row)?;
    tx.commit().await?;
    Ok(view)
}

async fn is_own(core: &Core, actor: &Actor, request_id: Uuid) -> Result<bool, AppError> {
    let tx = core.db.read(&actor.scope).await?;
    let row = queries::find_request(&tx, request_id).await?;
    Ok(row.is_some_and(|row| row.subject_id.is_some() && row.subject_id == actor.subject_id))
}

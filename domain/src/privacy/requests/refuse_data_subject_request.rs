//! Refuses a request, on one of the grounds that the law knows, and tells the person what they can do about it.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::RequestState;

use super::letters::RequestLetter;
use super::send_letter::send_letter;
use super::states::sources;
use super::transition::{Change, transition};
use super::vault::{clear_vault, read_vault};
use super::view::RequestView;
use super::{RefusalGround, free_text};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Why nothing is done.
#[derive(Clone, Debug)]
pub struct RefuseDataSubjectRequest {
    pub request_id: Uuid,
    pub ground: RefusalGround,
    /// In words, for the person.
    pub explanation: String,
}

/// Refuses the request; what it held about the person goes.
///
/// # Errors
/// User error `INVALID_INPUT`; `Conflict` once it is approved or has ended; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn refuse_data_subject_request(
    core: &Core,
    actor: &Actor,
    input: RefuseDataSubjectRequest,
) -> Result<RequestView, AppError> {
    let object = DataSubjectRequestId::from(input.request_id).to_string();
    core.authorise(actor, Permission::PrivacyManage, Some(&object))
        .await?;
    let explanation = free_text::required("explanation", &input.explanation)?;
    let tx = core.db.write(&actor.scope).await?;
    let to = RequestState::Refused;
    let change = Change::none()
        .refused(input.ground.as_str(), tx.now())
        .note(json!({ "reason": input.ground.as_str() }));
    let row = transition(&tx, actor, input.request_id, &sources(to), to, change).await?;
    let vault = read_vault(&tx, row.id).await?.unwrap_or_default();
    let letter = RequestLetter::Refused {
        ground: input.ground,
        explanation,
    };
    send_letter(core, &tx, &row, &vault, &letter).await?;
    clear_vault(&tx, row.id).await?;
    let view = RequestView::new(row)?;
    tx.commit().await?;
    Ok(view)
}

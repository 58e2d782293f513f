//! Gives a request one or two months more, once the person is told why, within the first month.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::letters::RequestLetter;
use super::send_letter::{due_day, send_letter};
use super::states::has_ended;
use super::transition::wrong_state;
use super::vault::read_vault;
use super::view::RequestView;
use super::{free_text, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::{Place, seal_for_tenant};
use crate::expected_version::check_version;
use crate::identity::{Actor, Permission};
use crate::privacy::Deadlines;
use crate::{AppError, Core, UserErrorCode};

const REASON: Place = Place {
    table: "data_subject_requests",
    column: "extension_reason_ciphertext",
};

/// How much more time, and why.
#[derive(Clone, Debug)]
pub struct ExtendDataSubjectRequest {
    pub request_id: Uuid,
    /// One or two.
    pub months: i32,
    /// In words, for the person.
    pub reason: String,
    /// The version that was seen; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Extends the request; the new due date counts from its receipt.
///
/// # Errors
/// User errors `INVALID_INPUT` and `INVALID_STATE` (too late, or too often); `Conflict` if it has ended or its
/// version is another; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn extend_data_subject_request(
    core: &Core,
    actor: &Actor,
    input: ExtendDataSubjectRequest,
) -> Result<RequestView, AppError> {
    let object = DataSubjectRequestId::from(input.request_id);
    core.authorise(actor, Permission::PrivacyManage, Some(&object.to_string()))
        .await?;
    let reason = free_text::required("reason", &input.reason)?;
    let deadlines = Deadlines::by(&core.settings.privacy.holiday_calendar)?;
    let tx = core.db.write(&actor.scope).await?;
    let row = queries::lock_request(&tx, input.request_id)
        .await?
        .ok_or(AppError::NotFound("data-subject request"))?;
    check_version("request", row.version, input.expected_version)?;
    if has_ended(row.state) {
        return Err(wrong_state(row.state));
    }
    if tx.now() > deadlines.notice_due_at(row.received_at) {
        return Err(refused(
            UserErrorCode::InvalidState,
            "requestId",
            "the first month is over, and only in it can more time be taken; answer the request",
        ));
    }
    let months = total_months(&deadlines, &row, input.months)?;
    let extension = queries::Extension {
        months,
        due_at: deadlines.due_at(row.received_at, months.unsigned_abs()),
        reason: seal_for_tenant(&tx, REASON, row.id, reason.as_bytes()).await?,
    };
    let row = queries::extend_request(&tx, row, extension).await?;
    let vault = read_vault(&tx, row.id).await?.unwrap_or_default();
    let letter = RequestLetter::Extended {
        due: due_day(core, &row)?,
        reason,
    };
    send_letter(core, &tx, &row, &vault, &letter).await?;
    tx.record(
        AuditEvent::new(AuditAction::RequestExtended, actor)
            .object(object)
            .payload(actor.subject_id, json!({ "months": months })),
    );
    let view = RequestView::new(row)?;
    tx.commit().await?;
    Ok(view)
}

/// With what it was extended by before.
fn total_months(deadlines: &Deadlines, row: &RequestRow, more: i32) -> Result<i32, AppError> {
    if !(1..=2).contains(&more) {
        let message = "a request is extended by 1 or 2 months";
        return Err(refused(UserErrorCode::InvalidInput, "months", message));
    }
    let total = row.extended_months.saturating_add(more);
    if total.unsigned_abs() > deadlines.max_extension_months(row.received_at) {
        let message = "with this the request would be extended by more than 2 months in all";
        return Err(refused(UserErrorCode::InvalidState, "months", message));
    }
    Ok(total)
}

fn refused(code: UserErrorCode, path: &str, message: &str) -> AppError {
    AppError::user(code, path, message)
}

//! Tells the person about their request, and keeps what was said when.

use chrono::NaiveDate;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::data_subject_request_message::Model as MessageRow;

use super::letters::{LetterFrame, RequestLetter};
use super::queries;
use super::vault::Vault;
use crate::db::TenantTx;
use crate::identity::{NewMail, enqueue_mail};
use crate::privacy::Deadlines;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// Enqueues the letter to the address in the vault. Without one, or without a row about the person, there is nobody to
/// write to: an officer tells them then. Whether it was sent.
///
/// # Errors
/// `Conflict` if the person has been erased; as the database says.
pub(crate) async fn send_letter(
    core: &Core,
    tx: &TenantTx,
    request: &RequestRow,
    vault: &Vault,
    letter: &RequestLetter,
) -> Result<bool, AppError> {
    let (Some(recipient), Some(subject_id)) = (&vault.reply_to, request.subject_id) else {
        return Ok(false);
    };
    let kind = letter.kind();
    let frame = LetterFrame {
        tenant_name: find_tenant(tx).await?.name,
        reference: DataSubjectRequestId::from(request.id).to_string(),
        complaint_authority: core.settings.privacy.complaint_authority.clone(),
    };
    let mail = NewMail {
        subject_id,
        recipient,
        language: request.language,
        letter: letter.write(&frame, request.language),
    };
    let mail_id = enqueue_mail(tx, mail).await?;
    let message = MessageRow {
        tenant_id: tx.tenant_id(),
        id: tx.new_id(),
        request_id: request.id,
        kind,
        language: request.language,
        mail_id: Some(mail_id),
        sent_at: tx.now(),
    };
    queries::insert_message(tx, message).await?;
    Ok(true)
}

/// The day by which the request will be answered, as letters say it.
pub(in crate::privacy) fn due_day(
    core: &Core,
    request: &RequestRow,
) -> Result<NaiveDate, AppError> {
    let calendar = &core.settings.privacy.holiday_calendar;
    Ok(Deadlines::by(calendar)?.day_of(request.due_at))
}

//! Takes a request in, whichever way it came: the row, its clock, its vault, its first event.

use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::{RequestChannel, RequestState, RightKind};
use xorb_entities::tenants::Language;

use super::queries;
use super::vault::{Vault, write_vault};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::privacy::Deadlines;
use crate::{AppError, Core};

/// A request for erasure as it comes in.
pub(crate) struct NewRequest<'a> {
    pub(crate) id: Uuid,
    pub(crate) channel: RequestChannel,
    pub(crate) language: Language,
    /// The person, if there is a row about them.
    pub(crate) subject_id: Option<Uuid>,
    pub(crate) vault: &'a Vault,
}

/// Inserts it as `received`.
///
/// # Errors
/// As the database says.
pub(crate) async fn open_request(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    new: NewRequest<'_>,
) -> Result<RequestRow, AppError> {
    let deadlines = Deadlines::by(&core.settings.privacy.holiday_calendar)?;
    let row = RequestRow {
        tenant_id: tx.tenant_id(),
        id: new.id,
        subject_id: new.subject_id,
        right_kind: RightKind::Erasure,
        state: RequestState::Received,
        channel: new.channel,
        language: new.language,
        identity_ciphertext: None,
        received_at: tx.now(),
        due_at: deadlines.due_at(tx.now(), 0),
        extended_months: 0,
        extension_reason_ciphertext: None,
        verified_at: None,
        verified_by: None,
        verification_method: None,
        plan: None,
        plan_hash: None,
        approved_at: None,
        approved_by: None,
        refusal_ground: None,
        job_id: None,
        completed_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        requested_by: actor.user_id,
        challenge_hash: None,
        challenge_expires_at: None,
        blocked_code: None,
        run_job_id: None,
        alarmed_days: None,
    };
    let row = queries::insert_request(tx, row).await?;
    write_vault(tx, row.id, new.vault).await?;
    let object = DataSubjectRequestId::from(row.id);
    tx.record(AuditEvent::new(AuditAction::RequestCreated, actor).object(object));
    Ok(row)
}

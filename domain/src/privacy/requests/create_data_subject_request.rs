//! A request for erasure: by the person for themselves, or by a privacy officer for a person.
//!
//! Whoever asks for themselves has just proven who they are, so the plan follows at once. For anybody else it waits until
//! an officer says how the person was identified.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::{
    IdentificationMethod, RequestChannel, RequestState, RightKind, SubjectKind,
};

use super::letters::RequestLetter;
use super::noted::noted;
use super::open_request::{NewRequest, open_request};
use super::plan_request::plan_request;
use super::send_letter::{due_day, send_letter};
use super::stated_person::{StatedPerson, parse_person};
use super::transition::{Change, transition};
use super::vault::Vault;
use super::view::RequestView;
use super::{free_text, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::queries::find_user;
use crate::identity::{Actor, Permission, require_step_up};
use crate::privacy::{Identifier, create_subject, subjects_of};
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct CreateDataSubjectRequest {
    pub right: RightKind,
    /// The person; `None`: the actor.
    pub subject: Option<StatedPerson>,
    /// Whether the input says what to correct.
    pub has_corrections: bool,
    /// What the one who asks adds.
    pub note: Option<String>,
    /// Makes a repeated call give the same request.
    pub idempotency_key: Option<String>,
}

/// Takes the request in.
///
/// # Errors
/// User errors `NOT_AVAILABLE` (for other rights than erasure), `INVALID_INPUT`, `SESSION_REQUIRED` and
/// `STEP_UP_REQUIRED`;
/// `IdempotencyConflict`; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn create_data_subject_request(
    core: &Core,
    actor: &Actor,
    input: CreateDataSubjectRequest,
) -> Result<RequestView, AppError> {
    if input.subject.is_some() {
        core.authorise(actor, Permission::PrivacyManage, None)
            .await?;
    }
    if input.subject.is_none() {
        actor.session()?;
    }
    check_offered(&input)?;
    let note = free_text::optional("note", input.note.as_deref())?;
    let person = input.subject.as_ref().map(parse_person).transpose()?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({
        "right": "erasure",
        "note": note,
        "identifiers": person.as_ref().map(|person| &person.identifiers),
    });
    let key = input.idempotency_key.as_deref();
    let operation = "create_data_subject_request";
    if let KeyClaim::Replay(id) = claim_key(&tx, actor, operation, key, &content, id).await? {
        let row = queries::find_request(&tx, id).await?;
        return RequestView::new(row.ok_or(AppError::NotFound("data-subject request"))?);
    }
    let row = match person {
        None => match for_oneself(core, &tx, actor, id, note).await {
            Ok(row) => row,
            Err(refusal) => return Err(refused(core, actor, tx, refusal).await),
        },
        Some(person) => {
            let vault = Vault {
                identifiers: person.identifiers,
                reply_to: person.email,
                note,
                ..Vault::default()
            };
            for_somebody(core, &tx, actor, id, vault).await?
        }
    };
    let view = RequestView::new(row)?;
    tx.commit().await?;
    Ok(view)
}

/// The refusal, once it stands in the trail. Nothing else of the attempt stays.
async fn refused(core: &Core, actor: &Actor, tx: TenantTx, refusal: AppError) -> AppError {
    drop(tx);
    match core.db.write(&actor.scope).await {
        Ok(tx) => noted(tx, actor, None, refusal).await,
        Err(error) => error,
    }
}

fn check_offered(input: &CreateDataSubjectRequest) -> Result<(), AppError> {
    if input.right != RightKind::Erasure {
        let message = "only ERASURE is offered here yet; write to the privacy officer of the tenant for the others";
        return Err(AppError::user(
            UserErrorCode::NotAvailable,
            "right",
            message,
        ));
    }
    if input.has_corrections {
        let message = "corrections belong to RECTIFICATION; leave them out for an erasure";
        return Err(AppError::user(
            UserErrorCode::InvalidInput,
            "corrections",
            message,
        ));
    }
    Ok(())
}

/// The step-up is the verification.
async fn for_oneself(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    id: Uuid,
    note: Option<String>,
) -> Result<RequestRow, AppError> {
    require_step_up(tx, actor).await?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let user = find_user(tx, user_id).await?;
    let vault = Vault {
        identifiers: Identifier::email(&user.email).into_iter().collect(),
        subjects: vec![user.subject_id],
        reply_to: Some(user.email),
        note,
        ..Vault::default()
    };
    let new = NewRequest {
        id,
        channel: RequestChannel::GraphqlSelf,
        language: find_tenant(tx).await?.language,
        subject_id: Some(user.subject_id),
        vault: &vault,
    };
    let row = open_request(core, tx, actor, new).await?;
    let letter = RequestLetter::Received {
        due: due_day(core, &row)?,
    };
    send_letter(core, tx, &row, &vault, &letter).await?;
    let from = [RequestState::Received];
    let row = transition(
        tx,
        actor,
        id,
        &from,
        RequestState::Verifying,
        Change::none(),
    )
    .await?;
    let method = IdentificationMethod::KnownAccount;
    let object = DataSubjectRequestId::from(id);
    tx.record(AuditEvent::new(AuditAction::RequestVerified, actor).object(object));
    let change = Change::none().verified(actor.user_id, method, tx.now());
    plan_request(tx, actor, &row, change).await
}

async fn for_somebody(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    id: Uuid,
    mut vault: Vault,
) -> Result<RequestRow, AppError> {
    vault.subjects = subjects_of(tx, &vault.identifiers).await?;
    let subject_id = match vault.subjects.first() {
        Some(known) => *known,
        None => create_subject(tx, SubjectKind::Contact).await?.id,
    };
    if vault.subjects.is_empty() {
        vault.subjects.push(subject_id);
    }
    let new = NewRequest {
        id,
        channel: RequestChannel::GraphqlOfficer,
        language: find_tenant(tx).await?.language,
        subject_id: Some(subject_id),
        vault: &vault,
    };
    open_request(core, tx, actor, new).await
}

//! A second approved request of a person who is being erased. There is nothing left for it to do and nobody to look for, so
//! it would prove nothing: the erasure that goes on answers it, with its own certificate and a letter of its own.

use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::complete::note_letter;
use super::letter::letter_id;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::jobs::JobContext;
use crate::privacy::requests::{Change, Joined, Vault, find_request, transition};

/// In the plan of a joined request: by which one it is answered.
const ERASED_WITH: &str = "erasedWith";

/// Makes the erasure of `leader` answer this request.
///
/// # Errors
/// As the database says.
pub(super) async fn join(
    tx: &TenantTx,
    actor: &Actor,
    leader: Uuid,
    request: &RequestRow,
    vault: Vault,
) -> Result<Joined, AppError> {
    let leader = DataSubjectRequestId::from(leader);
    let mut plan = request.plan.clone().unwrap_or_else(|| json!({}));
    if let Some(fields) = plan.as_object_mut() {
        fields.insert(ERASED_WITH.to_owned(), json!(leader));
    }
    let change = Change::none()
        .plan_amended(plan)
        .note(json!({ ERASED_WITH: leader }));
    let to = RequestState::Executing;
    transition(tx, actor, request.id, &[request.state], to, change).await?;
    Ok(Joined {
        request_id: request.id,
        reply_to: vault.reply_to,
    })
}

/// Whether another request's erasure answers this one.
///
/// # Errors
/// `NotFound` if it is gone; as the database says.
pub async fn is_joined(context: &JobContext, request_id: Uuid) -> Result<bool, AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let request = find_request(&tx, request_id).await?;
    let request = request.ok_or(AppError::NotFound("data-subject request"))?;
    Ok(request
        .plan
        .is_some_and(|plan| plan.get(ERASED_WITH).is_some()))
}

/// Completes a joined request together with its leader, whose certificate is its own as well.
///
/// # Errors
/// As the database says.
pub(super) async fn complete_joined(
    tx: &TenantTx,
    actor: &Actor,
    leader: Uuid,
    joined: &Joined,
) -> Result<(), AppError> {
    let id = joined.request_id;
    let sql = "INSERT INTO certificates (tenant_id, id, request_id, jws, issued_at) \
               SELECT tenant_id, $2, $3, jws, issued_at FROM certificates WHERE tenant_id = $1 AND request_id = $4";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        id.into(),
        leader.into(),
    ];
    tx.execute(sql, values).await?;
    let (executing, scanning) = (RequestState::Executing, RequestState::Scanning);
    transition(tx, actor, id, &[executing], scanning, Change::none()).await?;
    let change = Change::none().completed(tx.now());
    let completed = RequestState::Completed;
    let request = transition(tx, actor, id, &[scanning], completed, change).await?;
    if joined.reply_to.is_some() {
        note_letter(tx, &request, letter_id(id)).await?;
    }
    Ok(())
}

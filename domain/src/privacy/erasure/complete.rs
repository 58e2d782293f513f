//! The end of a request: the person was told, and what we knew to tell them with goes.

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::joined_requests::complete_joined;
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::JobContext;
use crate::privacy::requests::{Change, clear_vault, read_vault, transition};

/// Clears the vault, notes the letter and completes the request, with those that have joined it; once, whatever crashed
/// before.
///
/// # Errors
/// As the database says.
pub async fn complete(
    context: &JobContext,
    request_id: Uuid,
    letter: Option<Uuid>,
) -> Result<(), AppError> {
    let Some(tx) = context.effect("complete").await? else {
        return Ok(());
    };
    let vault = read_vault(&tx, request_id).await?.unwrap_or_default();
    clear_vault(&tx, request_id).await?;
    let sql = "UPDATE data_subject_requests SET extension_reason_ciphertext = NULL WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), request_id.into()])
        .await?;
    let change = Change::none().completed(tx.now());
    let from = [RequestState::Scanning];
    let request = transition(
        &tx,
        &context.actor(),
        request_id,
        &from,
        RequestState::Completed,
        change,
    )
    .await?;
    if let Some(letter) = letter {
        note_letter(&tx, &request, letter).await?;
    }
    for joined in &vault.joined {
        complete_joined(&tx, &context.actor(), request_id, joined).await?;
    }
    tx.commit().await
}

/// Notes that the last letter of a request was handed over.
pub(super) async fn note_letter(
    tx: &TenantTx,
    request: &RequestRow,
    letter: Uuid,
) -> Result<(), AppError> {
    let sql = "INSERT INTO data_subject_request_messages (tenant_id, id, request_id, kind, language, mail_id, sent_at) \
               VALUES ($1, $2, $3, 'completed', $4, $5, $6)";
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        request.id.into(),
        request.language.to_value().into(),
        letter.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

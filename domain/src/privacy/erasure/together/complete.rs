//! The end of many requests: everybody was told, and what we knew to tell them with goes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::members::{self, MOST_PEOPLE, Member};
use crate::AppError;
use crate::db::{TenantTx, insert_rows, placeholder_list};
use crate::events::Topic;
use crate::jobs::JobContext;
use crate::privacy::erasure::letter::{CompletionLetter, letter, recipients};
use crate::privacy::requests::{find_requests, forget_vaults, transition_all, vault_of};

/// Somebody who was told by a letter, or whom nobody knows how to reach.
pub struct Completed {
    pub request_id: Uuid,
    pub letter: Option<CompletionLetter>,
}

/// The next people of the run who have their certificate, with their letters. Nobody, once all are completed.
///
/// # Errors
/// As the database says.
pub async fn letters_together(context: &JobContext) -> Result<Vec<Completed>, AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let run = context.lease.job.job_id;
    let ids = members::ids(&tx, run, RequestState::Scanning, Some(true), MOST_PEOPLE).await?;
    let certificates = certificates(&tx, &ids).await?;
    let mut found = Vec::with_capacity(ids.len());
    for request in find_requests(&tx, &ids).await? {
        let vault = vault_of(&tx, &request).await?;
        let certificate = certificates.get(&request.id);
        let recipient = recipients(&vault, request.id).into_iter().next();
        let letter = certificate
            .zip(recipient)
            .map(|((jws, at), (_, recipient))| letter(&request, recipient, &vault, (jws, *at)));
        found.push(Completed {
            request_id: request.id,
            letter,
        });
    }
    Ok(found)
}

/// Completes the requests of people whose letters are written, and their jobs.
///
/// # Errors
/// As the database says.
pub async fn complete_together(
    context: &JobContext,
    completed: &[Completed],
) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    let ids: Vec<Uuid> = completed.iter().map(|one| one.request_id).collect();
    let members = members::exactly(&tx, &ids, RequestState::Scanning).await?;
    let requests: Vec<_> = members
        .into_iter()
        .map(|Member { request, .. }| request)
        .collect();
    let ids: Vec<Uuid> = requests.iter().map(|request| request.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    forget_vaults(&tx, &ids).await?;
    let end = || -> Vec<Value> {
        vec![
            None::<Vec<u8>>.into(),
            None::<Vec<u8>>.into(),
            tx.now().into(),
        ]
    };
    let columns = [
        "identity_ciphertext",
        "extension_reason_ciphertext",
        "completed_at",
    ];
    let values = requests.iter().map(|_| end()).collect();
    let states = (RequestState::Scanning, RequestState::Completed);
    transition_all(&tx, &context.actor(), &requests, states, &columns, values).await?;
    note_letters(&tx, &requests, completed).await?;
    end_jobs(&tx, &requests).await?;
    tx.commit().await
}

const COLUMNS: [&str; 7] = [
    "tenant_id",
    "id",
    "request_id",
    "kind",
    "language",
    "mail_id",
    "sent_at",
];

/// Notes who was told.
async fn note_letters(
    tx: &TenantTx,
    requests: &[RequestRow],
    completed: &[Completed],
) -> Result<(), AppError> {
    let letters = completed.iter().filter_map(|one| one.letter.as_ref());
    let letters = letters.filter_map(|letter| {
        let mut of_all = requests.iter();
        Some((
            of_all.find(|request| request.id == letter.request_id)?,
            letter,
        ))
    });
    let row = |(request, letter): (&RequestRow, &CompletionLetter)| -> Vec<Value> {
        vec![
            tx.tenant_id().into(),
            tx.new_id().into(),
            request.id.into(),
            "completed".into(),
            request.language.to_value().into(),
            letter.file.mail_id.into(),
            tx.now().into(),
        ]
    };
    let rows = letters.map(row).collect();
    insert_rows(tx, "data_subject_request_messages", &COLUMNS, rows, "").await
}

/// Their own jobs waited for this one.
async fn end_jobs(tx: &TenantTx, requests: &[RequestRow]) -> Result<(), AppError> {
    let now = tx.dialect().now(tx.now());
    let jobs: Vec<Uuid> = requests
        .iter()
        .filter_map(|request| request.job_id)
        .collect();
    let sql = format!(
        "UPDATE jobs SET state = 'succeeded', started_at = COALESCE(started_at, {now}), finished_at = {now}, \
         updated_at = {now} WHERE tenant_id = $1 AND state = 'waiting' AND id IN ({}) RETURNING id",
        placeholder_list(1, jobs.len())
    );
    for row in tx.query(sql, with_tenant(tx, &jobs)).await? {
        tx.wake(Topic::Job(row.try_get("", "id")?));
    }
    Ok(())
}

async fn certificates(
    tx: &TenantTx,
    requests: &[Uuid],
) -> Result<HashMap<Uuid, (String, DateTime<Utc>)>, AppError> {
    let mut found = HashMap::new();
    if requests.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT request_id, jws, issued_at FROM certificates WHERE tenant_id = $1 AND request_id IN ({})",
        placeholder_list(1, requests.len())
    );
    for row in tx.query(sql, with_tenant(tx, requests)).await? {
        let said = (row.try_get("", "jws")?, row.try_get("", "issued_at")?);
        found.insert(row.try_get("", "request_id")?, said);
    }
    Ok(found)
}

fn with_tenant(tx: &TenantTx, ids: &[Uuid]) -> Vec<Value> {
    let ids = ids.iter().map(|id| Value::from(*id));
    std::iter::once(tx.tenant_id().into()).chain(ids).collect()
}

//! What belongs to requests that somebody already sees: tasks, messages, certificates.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::privacy::{RequestMessageKind, RequestTaskState};
use xorb_entities::tenants::Language;

use super::letters::subject_line;
use super::queries;
use crate::AppError;
use crate::db::ReadSession;

/// One location's part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTaskView {
    /// A table or store of the data map.
    pub location: String,
    pub strategy: String,
    pub state: RequestTaskState,
    /// Rows or files that are done.
    pub rows_done: i64,
    pub rows_planned: i64,
    /// Why it can't go on.
    pub error_code: Option<String>,
}

/// Something that the person was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestMessageView {
    pub sent_at: DateTime<Utc>,
    pub kind: RequestMessageKind,
    pub language: Language,
    pub subject: &'static str,
}

/// The proof of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateView {
    /// Signed; `xorb certificate verify` reads it.
    pub jws: String,
    pub issued_at: DateTime<Utc>,
}

/// The tasks of requests, in the order of their locations.
///
/// # Errors
/// As the database says.
pub async fn load_request_tasks(
    reads: &ReadSession,
    request_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<RequestTaskView>>, AppError> {
    let mut found: HashMap<Uuid, Vec<RequestTaskView>> = HashMap::new();
    for row in queries::list_tasks(&*reads.tx().await?, request_ids).await? {
        found
            .entry(row.request_id)
            .or_default()
            .push(RequestTaskView {
                location: row.location,
                strategy: row.strategy,
                state: row.state,
                rows_done: row.rows_done,
                rows_planned: row.rows_planned,
                error_code: row.error_code,
            });
    }
    Ok(found)
}

/// What the people of requests were told, oldest first.
///
/// # Errors
/// As the database says.
pub async fn load_request_messages(
    reads: &ReadSession,
    request_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<RequestMessageView>>, AppError> {
    let mut found: HashMap<Uuid, Vec<RequestMessageView>> = HashMap::new();
    for row in queries::list_messages(&*reads.tx().await?, request_ids).await? {
        let message = RequestMessageView {
            sent_at: row.sent_at,
            kind: row.kind,
            language: row.language,
            subject: subject_line(row.kind, row.language),
        };
        found.entry(row.request_id).or_default().push(message);
    }
    Ok(found)
}

/// The certificates of requests that have one.
///
/// # Errors
/// As the database says.
pub async fn load_certificates(
    reads: &ReadSession,
    request_ids: &[Uuid],
) -> Result<HashMap<Uuid, CertificateView>, AppError> {
    let rows = queries::list_certificates(&*reads.tx().await?, request_ids).await?;
    let certificate = |row: xorb_entities::privacy::certificate::Model| {
        let view = CertificateView {
            jws: row.jws,
            issued_at: row.issued_at,
        };
        (row.request_id, view)
    };
    Ok(rows.into_iter().map(certificate).collect())
}

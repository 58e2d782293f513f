//! The job's side of a mail: open it, and note what became of it.

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::identity::MailState;
use xorb_entities::tenants::Language;

use super::enqueue_mail::{Content, PLACE};
use crate::AppError;
use crate::crypto::open_for_subject;
use crate::db::TenantTx;
use crate::identity::queries::outgoing_mails::{find_mail, set_mail_state};

/// A mail in the clear, on its way out.
#[derive(Clone)]
pub struct MailToSend {
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub language: Language,
    pub written_at: DateTime<Utc>,
}

/// Personal: never into logs.
impl fmt::Debug for MailToSend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailToSend(********)")
    }
}

/// The mail, if it is still to be sent: `None` if it has gone out, or its person has been erased.
///
/// # Errors
/// `Internal` if it was tampered with; as the database says.
pub async fn open_mail(tx: &TenantTx, id: Uuid) -> Result<Option<MailToSend>, AppError> {
    let stored = find_mail(tx, id)
        .await?
        .filter(|mail| mail.state == MailState::Queued);
    let Some(stored) = stored else {
        return Ok(None);
    };
    let opened = open_for_subject(tx, stored.subject_id, PLACE, id, &stored.ciphertext).await?;
    let Some(plaintext) = opened else {
        return Ok(None);
    };
    let content: Content = serde_json::from_slice(&plaintext).map_err(AppError::internal)?;
    Ok(Some(MailToSend {
        recipient: content.recipient,
        subject: content.subject,
        body: content.body,
        language: stored.language,
        written_at: stored.created_at,
    }))
}

/// The mail has gone out.
///
/// # Errors
/// As the database says.
pub async fn mark_mail_sent(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    set_mail_state(tx, id, MailState::Sent).await
}

/// The mail could not be sent after all attempts.
///
/// # Errors
/// As the database says.
pub async fn give_up_mail(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    set_mail_state(tx, id, MailState::Failed).await
}

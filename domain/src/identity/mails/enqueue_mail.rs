//! Puts a mail and its job into the transaction of the change that it is about.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xorb_entities::tenants::Language;

use super::WrittenLetter;
use crate::AppError;
use crate::crypto::{Place, seal_for_subject};
use crate::db::TenantTx;
use crate::identity::queries::outgoing_mails::{NewStoredMail, insert_mail};
use crate::jobs::{JobKind, NewJob, enqueue};

pub(super) const PLACE: Place = Place {
    table: "outgoing_mails",
    column: "ciphertext",
};

/// What is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) recipient: String,
    pub(super) subject: String,
    pub(super) body: String,
}

/// A letter and whom it is for.
pub(crate) struct NewMail<'a> {
    pub(crate) subject_id: Uuid,
    pub(crate) recipient: &'a str,
    pub(crate) language: Language,
    pub(crate) letter: WrittenLetter,
}

/// Seals the mail under its recipient's key and enqueues the job that sends it. Returns its id.
pub(crate) async fn enqueue_mail(tx: &TenantTx, mail: NewMail<'_>) -> Result<Uuid, AppError> {
    let id = tx.new_id();
    let content = Content {
        recipient: mail.recipient.to_owned(),
        subject: mail.letter.subject,
        body: mail.letter.body,
    };
    let plaintext = serde_json::to_vec(&content).map_err(AppError::internal)?;
    let ciphertext = seal_for_subject(tx, mail.subject_id, PLACE, id, &plaintext).await?;
    let job = NewJob::new(JobKind::SendMail)
        .arg("mail_id", id)
        .subject(mail.subject_id);
    let stored = NewStoredMail {
        id,
        subject_id: mail.subject_id,
        kind: mail.letter.kind,
        language: mail.language,
        ciphertext,
        job_id: enqueue(tx, job).await?,
    };
    insert_mail(tx, stored).await?;
    Ok(id)
}

//! `outgoing_mails`: recipient, subject and body are one ciphertext under the recipient's key.

use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::MailState;
use xorb_entities::tenants::Language;

use chrono::{DateTime, Utc};

use crate::AppError;
use crate::db::TenantTx;

/// A mail as it is stored.
pub(crate) struct StoredMail {
    pub(crate) subject_id: Uuid,
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) language: Language,
    pub(crate) state: MailState,
    pub(crate) created_at: DateTime<Utc>,
}

pub(crate) struct NewStoredMail {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) kind: &'static str,
    pub(crate) language: Language,
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) job_id: Uuid,
}

pub(crate) async fn insert_mail(tx: &TenantTx, mail: NewStoredMail) -> Result<(), AppError> {
    let sql = "INSERT INTO outgoing_mails (tenant_id, id, subject_id, kind, language, ciphertext, state, job_id, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $8)";
    let values: [Value; 8] = [
        tx.tenant_id().into(),
        mail.id.into(),
        mail.subject_id.into(),
        mail.kind.into(),
        mail.language.to_value().into(),
        mail.ciphertext.into(),
        mail.job_id.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(crate) async fn find_mail(tx: &TenantTx, id: Uuid) -> Result<Option<StoredMail>, AppError> {
    let sql = "SELECT subject_id, ciphertext, language, state, created_at FROM outgoing_mails WHERE tenant_id = $1 AND id = $2";
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    let mail = |row: &QueryResult| {
        let state: String = row.try_get("", "state")?;
        let language: String = row.try_get("", "language")?;
        Ok(StoredMail {
            subject_id: row.try_get("", "subject_id")?,
            ciphertext: row.try_get("", "ciphertext")?,
            language: Language::try_from_value(&language)?,
            state: MailState::try_from_value(&state)?,
            created_at: row.try_get("", "created_at")?,
        })
    };
    rows.first().map(mail).transpose()
}

pub(crate) async fn set_mail_state(
    tx: &TenantTx,
    id: Uuid,
    state: MailState,
) -> Result<(), AppError> {
    let sent_at = (state == MailState::Sent).then(|| tx.now());
    let sql = "UPDATE outgoing_mails SET state = $3, sent_at = $4 WHERE tenant_id = $1 AND id = $2 AND state = 'queued'";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        state.to_value().into(),
        sent_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

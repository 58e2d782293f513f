//! Last letters of erasures lie in the folder of mails until whoever delivers them has fetched them. Nothing else knows of
//! them, and a month later they go: what the certificate says of them is so.

use std::io;
use std::path::Path;

use chrono::TimeDelta;
use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::map::Retention;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::MailFile;

const BATCH: usize = 500;

/// Whether the tenant has any whose time is over.
///
/// # Errors
/// As the database says.
pub(super) async fn has_old_letters(tx: &TenantTx) -> Result<bool, AppError> {
    Ok(!old_letters(tx, 1).await?.is_empty())
}

/// Deletes a batch of files and returns how many letters it were; 0 once nothing is left.
///
/// # Errors
/// `Unavailable` if the folder of mails is; as the database says.
pub(super) async fn sweep_letters(tx: &TenantTx, data_dir: &Path) -> Result<u64, AppError> {
    let mut swept = 0;
    for (message_id, mail_id) in old_letters(tx, BATCH).await? {
        let file = MailFile {
            tenant_id: tx.tenant_id(),
            mail_id,
        };
        match tokio::fs::remove_file(file.path(data_dir)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(AppError::unavailable(error));
            }
            _ => {}
        }
        let sql = "UPDATE data_subject_request_messages SET mail_id = NULL WHERE tenant_id = $1 AND id = $2";
        tx.execute(sql, [tx.tenant_id().into(), message_id.into()])
            .await?;
        swept += 1;
    }
    Ok(swept)
}

async fn old_letters(tx: &TenantTx, limit: usize) -> Result<Vec<(Uuid, Uuid)>, AppError> {
    let kept = TimeDelta::days(Retention::Mail.days().unwrap_or_default().into());
    let sql = format!(
        "SELECT id, mail_id FROM data_subject_request_messages WHERE tenant_id = $1 AND kind = 'completed' \
         AND mail_id IS NOT NULL AND sent_at <= $2 ORDER BY id LIMIT {limit}"
    );
    let values: [Value; 2] = [tx.tenant_id().into(), (tx.now() - kept).into()];
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "mail_id")?)))
        .collect()
}

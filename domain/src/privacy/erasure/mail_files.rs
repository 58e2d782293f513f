//! Deletes the files of the person's mails. They are found by the mails' rows, so they go before those.

use std::io::ErrorKind;
use std::path::Path;

use sea_orm::Value;
use uuid::Uuid;

use super::erase_location::Step;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::MailFile;
use crate::privacy::People;

/// The folder of sent mails can't be read although mails were sent.
pub(super) const UNREACHABLE: &str = "mail_folder_unreachable";

/// Deletes the files of up to `budget` mails behind the cursor.
///
/// # Errors
/// `Unavailable` while one of the mails is on its way out, or the folder can't be read; as the database says.
pub(super) async fn erase_mail_files(
    tx: &TenantTx,
    data_dir: &Path,
    people: &People,
    cursor: Option<&str>,
    budget: usize,
) -> Result<Step, AppError> {
    let mails = mails_of(tx, people, cursor, budget).await?;
    let mut step = Step {
        spent: mails.len(),
        is_done: mails.len() < budget,
        cursor: mails
            .last()
            .map(|mail| mail.0.to_string())
            .or(cursor.map(str::to_owned)),
        ..Step::default()
    };
    if mails.is_empty() {
        return Ok(step);
    }
    if is_sending(tx, people).await? {
        return Err(AppError::unavailable(
            "a mail of the person is on its way out",
        ));
    }
    let (folder, tenant_id) = (MailFile::folder(data_dir), tx.tenant_id());
    // What an earlier run removed counts as well: it may have died before it could say so.
    step.rows = mails.iter().filter(|mail| mail.1).count();
    step.linked = step.rows;
    let delete = move || delete_files(&folder, tenant_id, &mails);
    let deleted = tokio::task::spawn_blocking(delete)
        .await
        .map_err(AppError::internal)?;
    deleted.map_err(|error| AppError::unavailable(Unreachable(error)))?;
    Ok(step)
}

/// Why the folder can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the folder of sent mails can't be read: {0}")]
pub(super) struct Unreachable(std::io::Error);

/// A mail, and whether it has gone out.
struct Mail(Uuid, bool);

async fn mails_of(
    tx: &TenantTx,
    people: &People,
    cursor: Option<&str>,
    budget: usize,
) -> Result<Vec<Mail>, AppError> {
    let mut values: Vec<Value> = people.values(tx);
    let after = match cursor {
        Some(cursor) => {
            values.push(Uuid::parse_str(cursor).map_err(AppError::internal)?.into());
            format!(" AND id > ${}", values.len())
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT id, state FROM outgoing_mails WHERE tenant_id = $1 AND {}{after} ORDER BY id LIMIT {budget}",
        people.is_subject(tx, "subject_id")
    );
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| {
            let state: String = row.try_get("", "state")?;
            Ok(Mail(row.try_get("", "id")?, state == "sent"))
        })
        .collect()
}

/// A run that opened its mail before the fence may still write its file.
async fn is_sending(tx: &TenantTx, people: &People) -> Result<bool, AppError> {
    let sql = format!(
        "SELECT 1 AS one FROM jobs WHERE tenant_id = $1 AND {} AND kind = 'send_mail' AND state = 'running' \
         AND lease_until > {} LIMIT 1",
        people.is_subject(tx, "subject_ref"),
        tx.dialect().now(tx.now())
    );
    Ok(!tx.query(sql, people.values(tx)).await?.is_empty())
}

/// Behind it, none of the mails has a file.
fn delete_files(folder: &Path, tenant_id: Uuid, mails: &[Mail]) -> std::io::Result<()> {
    if mails.iter().any(|mail| mail.1) {
        // A folder that is not there would pass for one without mails.
        std::fs::read_dir(folder)?;
    }
    let mut is_changed = false;
    for mail in mails {
        let file = MailFile {
            tenant_id,
            mail_id: mail.0,
        };
        for name in [file.name(), file.scratch_name()] {
            match std::fs::remove_file(folder.join(name)) {
                Ok(()) => is_changed = true,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    if is_changed {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

//! What nobody has confirmed in time is forgotten: vault, challenge, letter, and the person who was made for the letter.

use std::io;
use std::path::Path;

use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::queries;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::{Actor, MailFile};
use crate::privacy::requests::{Change, clear_vault, transition};

/// How many requests a batch forgets at most.
const BATCH: u64 = 50;

/// Whether the tenant has any to forget.
///
/// # Errors
/// As the database says.
pub(in crate::privacy) async fn has_expired_challenges(tx: &TenantTx) -> Result<bool, AppError> {
    Ok(!queries::find_expired(tx, 1).await?.is_empty())
}

/// Forgets a batch and returns how many requests it were; 0 once nothing is left.
///
/// # Errors
/// `Unavailable` if the folder of mails is; as the database says.
pub(in crate::privacy) async fn expire_unverified(
    tx: &TenantTx,
    actor: &Actor,
    data_dir: &Path,
) -> Result<u64, AppError> {
    let mut expired = 0;
    for request in queries::find_expired(tx, BATCH).await? {
        forget_unconfirmed(tx, actor, data_dir, &request).await?;
        expired += 1;
    }
    Ok(expired)
}

/// Forgets one request: vault, challenge, letter, and the person who was made for the letter.
///
/// # Errors
/// As `expire_unverified`.
pub(in crate::privacy) async fn forget_unconfirmed(
    tx: &TenantTx,
    actor: &Actor,
    data_dir: &Path,
    request: &RequestRow,
) -> Result<(), AppError> {
    let id = request.id;
    let contact = queries::find_contact(tx, id).await?;
    if request.state == RequestState::Verifying {
        let change = Change::none().completed(tx.now());
        let to = RequestState::ExpiredUnverified;
        transition(tx, actor, id, &[request.state], to, change).await?;
    }
    queries::forget_challenge(tx, id).await?;
    queries::forget_open(tx, id).await?;
    clear_vault(tx, id).await?;
    let Some(contact) = contact else {
        return Ok(());
    };
    for mail_id in queries::find_mails(tx, contact).await? {
        let file = MailFile {
            tenant_id: tx.tenant_id(),
            mail_id,
        };
        remove(&file.path(data_dir)).await?;
    }
    queries::delete_contact(tx, contact).await
}

async fn remove(file: &Path) -> Result<(), AppError> {
    match tokio::fs::remove_file(file).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(AppError::unavailable(error)),
        _ => Ok(()),
    }
}

//! Hands the last letter over. A run that died after it writes the same file again, so nobody gets two.

use uuid::Uuid;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::privacy::erasure::completion_letter;

use crate::mail::send_file;

/// Writes the letter and returns its id; `None` if nobody knows where to send it.
///
/// # Errors
/// `Retry` if the folder can't be written.
pub(super) async fn write(
    context: &JobContext,
    request_id: Uuid,
) -> Result<Option<Uuid>, JobError> {
    let tx = context.core.db.read(&context.scope).await?;
    let letter = completion_letter(&tx, request_id).await?;
    drop(tx);
    let Some(letter) = letter else {
        return Ok(None);
    };
    send_file(&context.core.settings, letter.file, &letter.mail).await?;
    Ok(Some(letter.file.mail_id))
}

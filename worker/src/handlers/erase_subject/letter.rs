//! Hands the last letters over. A run that died after it writes the same file again, so nobody gets two.

use uuid::Uuid;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::privacy::erasure::{completion_letters, letter_id};

use crate::mail::hand_over;

/// Writes the letters and returns the id of the request's own; `None` if nobody knows where to send it.
///
/// # Errors
/// `Retry` if the folder can't be written.
pub(super) async fn write(
    context: &JobContext,
    request_id: Uuid,
) -> Result<Option<Uuid>, JobError> {
    let tx = context.core.db.read(&context.scope).await?;
    let letters = completion_letters(&tx, request_id).await?;
    drop(tx);
    let mut own = None;
    for letter in letters {
        hand_over(context, letter.file, &letter.mail).await?;
        own = own.or(Some(letter.file.mail_id).filter(|id| *id == letter_id(request_id)));
    }
    Ok(own)
}

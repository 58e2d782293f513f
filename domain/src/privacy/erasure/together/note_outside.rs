//! The lines of many erasures in the ledger outside the database: after their fence, before the first row goes.

use xorb_entities::privacy::RequestState;

use super::members;
use crate::AppError;
use crate::jobs::JobContext;
use crate::privacy::erasure::outside_line::entries;
use crate::privacy::ledger::append_entries;

/// Appends the lines of everybody in the run whose rows are about to go. Doing it again does no harm.
///
/// # Errors
/// `Unavailable` if the file can't be written; as the database says.
pub async fn note_outside_together(context: &JobContext) -> Result<(), AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let run = context.lease.job.job_id;
    let ids = members::ids(&tx, run, RequestState::Executing, None, members::ALL).await?;
    let entries = entries(&tx, &ids).await?;
    drop(tx);
    append_entries(&context.core, &entries).await
}

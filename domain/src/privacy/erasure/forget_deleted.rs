//! What the database keeps beside its tables, as far as a program can empty it.

use crate::jobs::JobContext;

/// SQLite: brings the write-ahead log into the file, in which deleted rows are overwritten, and empties it. `PostgreSQL`
/// recycles its log by itself; the certificate says so. A reader that is in the way leaves it for the next time.
pub async fn forget_deleted(context: &JobContext) {
    if let Err(error) = context.core.db.empty_journal().await {
        tracing::warn!(error = %error.chain(), "the database's journal was not emptied");
    }
}

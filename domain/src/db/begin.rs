//! Begins transactions so that nobody who gives up half-way leaves one open.
//!
//! The driver counts a transaction once the database has said that it began. Whoever is cancelled before that (a client
//! that went away, a deadline, the losing arm of a select) would give back a connection with a transaction that nobody
//! knows of: what the next one does without a transaction of its own would hang in it, until it is rolled back with somebody
//! else's or the database ends the connection. So the beginning goes to its end in a task; without a taker it is rolled back.

use sea_orm::{DatabaseConnection, DatabaseTransaction, TransactionOptions, TransactionTrait};
use tracing::Instrument;

use crate::AppError;

/// Begins a transaction on a connection of the pool.
///
/// # Errors
/// `Unavailable` if the database is away, or no connection comes free in time.
pub(super) async fn begin(
    pool: &DatabaseConnection,
    options: TransactionOptions,
) -> Result<DatabaseTransaction, AppError> {
    let pool = pool.clone();
    let beginning = async move { pool.begin_with_options(options).await };
    let begun = tokio::spawn(beginning.in_current_span()).await;
    Ok(begun.map_err(AppError::internal)??)
}

//! What keeps an erasure from going on, as codes. An erasure that is blocked is never passed off as done.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use super::mail_files;
use crate::AppError;
use crate::privacy::plan::erasure_order;

/// The rows of a plan are gone, and not by this erasure.
pub(super) const ROWS_GONE: &str = "rows_gone";
/// They are gone, and somebody who has looked into it wants the erasure to go on.
pub(super) const ROWS_GONE_ACCEPTED: &str = "rows_gone_accepted";
/// The request says no more whom it is about: another erasure of the same person has taken it out.
pub(super) const IDENTITY_GONE: &str = "identity_gone";
/// A table of the data map is gone, or out of reach of this program.
pub(super) const TABLE_MISSING: &str = "table_missing";
/// The tenant would go on without an owner.
pub(super) const NO_OWNER_LEFT: &str = "sole_owner";
/// The scan for what may be left could not be relied on.
pub const SCAN_VOID: &str = "residue_scan_void";
/// Something of the person is left where no redaction reaches.
pub const RESIDUE: &str = "residue_found";

/// The ledger outside the database can't be written, so nothing may be erased.
pub const LEDGER_UNWRITABLE: &str = "ledger_unwritable";

/// Why a location can't be erased: a code for what somebody has to mend, `None` for what may pass by itself.
pub(super) fn code_of(error: &AppError) -> Option<&'static str> {
    let cause = match error {
        AppError::Unavailable { cause, .. } => cause.as_ref()?,
        AppError::Internal(cause) => cause,
        _ => return None,
    };
    if cause.downcast_ref::<mail_files::Unreachable>().is_some() {
        return Some(mail_files::UNREACHABLE);
    }
    let (DbErr::Exec(RuntimeErr::SqlxError(database))
    | DbErr::Query(RuntimeErr::SqlxError(database))) = cause.downcast_ref::<DbErr>()?
    else {
        return None;
    };
    is_missing(database).then_some(TABLE_MISSING)
}

/// The location whose table the database complains about.
pub(super) fn location_of(error: &AppError) -> Option<&'static str> {
    let message = error.chain();
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let is_named = |table: &&&str| {
        message
            .split(|letter| !is_part(letter))
            .any(|word| word == **table)
    };
    erasure_order().iter().find(is_named).copied()
}

/// PostgreSQL: undefined table or column, insufficient privilege. SQLite says it in words.
fn is_missing(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(database) = error else {
        return false;
    };
    let code = database.code().unwrap_or_default();
    let message = database.message();
    ["42P01", "42703", "42501"].contains(&code.as_ref())
        || message.starts_with("no such table")
        || message.starts_with("no such column")
}

//! Turns database errors into ours. Constraint names that a person can run into become business errors; the rest is
//! internal, and its text never leaves the log.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::{AppError, UserErrorCode};

/// Constraint (PostgreSQL) or column list (SQLite) → what the person did.
const KNOWN: &[(&str, &str, UserErrorCode, &str, &str)] = &[
    (
        "tenants_slug_key",
        "tenants.slug",
        UserErrorCode::Taken,
        "tenantSlug",
        "this slug is taken; choose another one",
    ),
    (
        "users_tenant_id_email_normalized_key",
        "users.tenant_id, users.email_normalized",
        UserErrorCode::Taken,
        "email",
        "there is an account with this address already",
    ),
    (
        "assets_address_in_use",
        "assets.tenant_id, assets.kind, assets.address",
        UserErrorCode::Taken,
        "address",
        "an asset with this address exists already",
    ),
];

/// The fence of an erasure: a row for a person who is being erased was refused.
const SUBJECT_FENCE: &str = "subject_fence";

impl From<DbErr> for AppError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return Self::unavailable(error),
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
                if let Some(known) = translate(cause) {
                    return known;
                }
            }
            _ => {}
        }
        Self::internal(error)
    }
}

fn translate(cause: &sqlx::Error) -> Option<AppError> {
    let database = match cause {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Tls(_) => {
            return Some(AppError::unavailable(cause.to_string()));
        }
        sqlx::Error::Database(database) => database,
        _ => return None,
    };
    // PostgreSQL classes 53 (no resources) and 57P (shutting down), 40001/40P01 (serialisation, deadlock): try again.
    let code = database.code().unwrap_or_default();
    if code.starts_with("53") || code.starts_with("57P") || code == "40001" || code == "40P01" {
        return Some(AppError::unavailable(format!("database error {code}")));
    }
    let name = database.constraint().unwrap_or_default();
    let message = database.message();
    if name == SUBJECT_FENCE || message.contains(SUBJECT_FENCE) {
        return Some(AppError::Conflict(
            "this person's data is being erased; nothing may be added to it".to_owned(),
        ));
    }
    KNOWN
        .iter()
        .find(|(constraint, columns, ..)| name == *constraint || message.ends_with(columns))
        .map(|(_, _, code, path, text)| AppError::user(*code, path, *text))
}

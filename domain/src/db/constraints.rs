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
        "custom_roles_tenant_id_name_key",
        "custom_roles.tenant_id, custom_roles.name",
        UserErrorCode::Taken,
        "name",
        "there is a role with this name already",
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

/// Whether trying again may help. PostgreSQL's codes have five characters; SQLite's are numbers whose lowest byte is the kind.
fn is_transient(code: &str) -> bool {
    /// Connection lost, no resources, shutting down.
    const POSTGRES_CLASSES: [&str; 3] = ["08", "53", "57P"];
    /// Serialisation, deadlock, lock not available, statement timeout.
    const POSTGRES_CODES: [&str; 4] = ["40001", "40P01", "55P03", "57014"];
    /// Busy, locked, disk full.
    const SQLITE_KINDS: [u32; 3] = [5, 6, 13];
    if code.len() == 5 {
        let is_in_class = POSTGRES_CLASSES.iter().any(|class| code.starts_with(class));
        return is_in_class || POSTGRES_CODES.contains(&code);
    }
    code.parse::<u32>()
        .is_ok_and(|code| SQLITE_KINDS.contains(&(code & 0xff)))
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
    let code = database.code().unwrap_or_default();
    if is_transient(&code) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_by_itself_is_tried_again() {
        for code in [
            "08006", "53300", "57P01", "40P01", "57014", "5", "517", "6", "13",
        ] {
            assert!(is_transient(code), "{code}");
        }
        for code in ["", "23505", "42501", "25006", "1811", "2067", "19", "5xx"] {
            assert!(!is_transient(code), "{code}");
        }
    }
}

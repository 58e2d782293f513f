//! Refuses log-in roles that could step over row-level security.
//!
//! Pools run as `xorb_runtime`, but an injected `RESET ROLE` would bring the log-in role back, and `SET ROLE` every role
//! that it may take: so none of them may be dangerous.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, RuntimeErr, Statement};

use crate::AppError;

const PROBE: &str = "SELECT current_user::text AS runtime, session_user::text AS login, \
    login.rolsuper, login.rolbypassrls, login.rolcreaterole, login.rolreplication, \
    EXISTS (SELECT 1 FROM pg_roles other WHERE other.oid <> login.oid \
              AND (other.rolsuper OR other.rolbypassrls OR other.rolcreaterole OR other.rolreplication) \
              AND pg_has_role(login.oid, other.oid, 'MEMBER')) AS may_take_more, \
    EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
            WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
              AND pg_has_role(login.oid, c.relowner, 'MEMBER')) AS owns \
    FROM pg_roles login WHERE login.rolname = session_user";

/// Columns of the probe and what is wrong if they hold.
const FAULTS: [(&str, &str); 6] = [
    ("rolsuper", "is a superuser"),
    ("rolbypassrls", "has BYPASSRLS"),
    (
        "rolcreaterole",
        "has CREATEROLE, with which it could become the owner",
    ),
    (
        "rolreplication",
        "has REPLICATION, with which it could read all changes",
    ),
    ("may_take_more", "is a member of a role with such rights"),
    ("owns", "owns tables"),
];

pub(super) async fn check(pool: &DatabaseConnection) -> Result<(), AppError> {
    let row = pool
        .query_one_raw(Statement::from_string(DbBackend::Postgres, PROBE))
        .await
        .map_err(|error| may_not_take_the_role(&error).unwrap_or_else(|| error.into()))?
        .ok_or_else(|| AppError::internal("the log-in role is not in pg_roles"))?;
    let runtime: String = row.try_get("", "runtime")?;
    let login: String = row.try_get("", "login")?;
    let mut faults = Vec::new();
    if runtime != "xorb_runtime" {
        faults.push("does not run as xorb_runtime");
    }
    for (column, fault) in FAULTS {
        if row.try_get("", column)? {
            faults.push(fault);
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(AppError::BadInput(format!(
        "the database log-in role `{login}` {}: it could step over row-level security. Use a role of its own for \
         XORB__DATABASE__URL (LOGIN, nothing else) and give the owner in XORB__DATABASE__MIGRATION_URL",
        faults.join(", ")
    )))
}

/// The connection was refused because the log-in role is no member of `xorb_runtime`.
fn may_not_take_the_role(error: &DbErr) -> Option<AppError> {
    const INSUFFICIENT_PRIVILEGE: &str = "42501";
    let (DbErr::Conn(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return None;
    };
    let is_refused = cause.as_database_error()?.code()? == INSUFFICIENT_PRIVILEGE;
    is_refused.then(|| {
        AppError::BadInput(
            "the database log-in role may not take the role xorb_runtime: run `xorb migrate up` with this role in \
             XORB__DATABASE__URL, which lets it in"
                .to_owned(),
        )
    })
}

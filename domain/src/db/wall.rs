//! Refuses log-in roles that could step over row-level security.
//!
//! Pools run as `xorb_runtime`, but an injected `RESET ROLE` would bring the log-in role back: so that one must be
//! harmless as well.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::AppError;

const PROBE: &str = "SELECT current_user::text AS runtime, session_user::text AS login, \
    r.rolsuper, r.rolbypassrls, \
    EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
            WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
              AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns \
    FROM pg_roles r WHERE r.rolname = session_user";

pub(super) async fn check(pool: &DatabaseConnection) -> Result<(), AppError> {
    let row = pool
        .query_one_raw(Statement::from_string(DbBackend::Postgres, PROBE))
        .await?
        .ok_or_else(|| AppError::internal("the log-in role is not in pg_roles"))?;
    let runtime: String = row.try_get("", "runtime")?;
    let login: String = row.try_get("", "login")?;
    let mut faults = Vec::new();
    if runtime != "xorb_runtime" {
        faults.push("does not run as xorb_runtime");
    }
    if row.try_get("", "rolsuper")? {
        faults.push("is a superuser");
    }
    if row.try_get("", "rolbypassrls")? {
        faults.push("has BYPASSRLS");
    }
    if row.try_get("", "owns")? {
        faults.push("owns tables");
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

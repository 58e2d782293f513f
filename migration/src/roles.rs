//! The two roles that the program works as on PostgreSQL. They own nothing and cannot log in.
//!
//! Roles belong to the cluster, not to the database: they are made if missing, whichever database comes first, and never
//! dropped. Other databases of the cluster may be migrated at the same moment, and an advisory lock does not reach across
//! databases, so both steps bear losing a race.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, Statement},
};

/// Works inside one tenant.
pub const RUNTIME_ROLE: &str = "xorb_runtime";
/// Sees the jobs of all tenants, and nothing else of theirs.
pub const SYSTEM_ROLE: &str = "xorb_system";

pub fn grant(role: &str, privileges: &str, table: &str) -> String {
    format!("GRANT {privileges} ON {table} TO {role};\n")
}

/// Makes the roles if they are missing and lets them into the schema.
pub fn create_if_missing() -> String {
    [RUNTIME_ROLE, SYSTEM_ROLE]
        .map(|role| {
            format!(
                "DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN NOINHERIT;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT has_schema_privilege('{role}', current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO {role}', current_schema());
    END IF;
END $$;
"
            )
        })
        .concat()
}

/// Lets a log-in role take both roles. Idempotent; the login must exist.
pub async fn grant_to_login<C: ConnectionTrait>(db: &C, login: &str) -> Result<(), DbErr> {
    for role in [RUNTIME_ROLE, SYSTEM_ROLE] {
        if is_member(db, login, role).await? {
            continue;
        }
        let granted = db.execute_unprepared(&grant_membership(login, role)).await;
        // Another database's migration may have granted the same in between.
        if let Err(error) = granted
            && !is_member(db, login, role).await?
        {
            return Err(error);
        }
    }
    Ok(())
}

async fn is_member<C: ConnectionTrait>(db: &C, login: &str, role: &str) -> Result<bool, DbErr> {
    let membership = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT EXISTS (SELECT 1 FROM pg_auth_members m
            JOIN pg_roles role ON role.oid = m.roleid AND role.rolname = $2
            WHERE m.member = login.oid) AS member
        FROM pg_roles login WHERE login.rolname = $1",
        [login.into(), role.into()],
    );
    let row = db.query_one_raw(membership).await?.ok_or_else(|| {
        DbErr::Custom(format!(
            "the log-in role {login:?} does not exist: create it (CREATE ROLE … LOGIN), then migrate again"
        ))
    })?;
    row.try_get("", "member")
}

fn grant_membership(login: &str, role: &str) -> String {
    format!("GRANT {role} TO \"{}\"", login.replace('"', "\"\""))
}

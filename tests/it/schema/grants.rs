//! What the roles may do with each table: no more than their work needs, and the public nothing.

use std::collections::BTreeMap;

use super::migrated_database::{MigratedDatabase, query};
use crate::structure::catalog::Catalog;

const EVERYTHING: &str = "DELETE INSERT SELECT UPDATE";

/// Where the runtime role may do less than everything with rows.
const RUNTIME_MAY_LESS: [(&str, &str); 9] = [
    ("audit_checkpoints", "INSERT SELECT"),
    ("audit_events", "INSERT SELECT"),
    ("audit_payloads", "DELETE INSERT SELECT"),
    ("erasure_ledger", "INSERT SELECT"),
    ("kill_switches", "INSERT SELECT UPDATE"),
    ("schedule_ticks", ""),
    ("schedules", ""),
    ("signing_keys", "INSERT SELECT UPDATE"),
    ("tenants", "INSERT SELECT UPDATE"),
];

/// All that the system role may do.
const SYSTEM_MAY: [(&str, &str); 6] = [
    ("job_effects", EVERYTHING),
    ("jobs", EVERYTHING),
    ("kill_switches", "INSERT SELECT UPDATE"),
    ("schedule_ticks", EVERYTHING),
    ("schedules", EVERYTHING),
    ("tenants", "SELECT"),
];

#[tokio::test]
async fn the_runtime_role_may_do_what_its_work_needs() {
    let database = MigratedDatabase::postgres().await;
    let less: BTreeMap<_, _> = RUNTIME_MAY_LESS.into_iter().collect();
    for (table, granted) in granted_to(&database, "xorb_runtime").await {
        let expected = less.get(table.as_str()).copied().unwrap_or(EVERYTHING);
        assert_eq!(granted, expected, "{table}");
    }
}

#[tokio::test]
async fn the_system_role_may_work_with_jobs_and_little_else() {
    let database = MigratedDatabase::postgres().await;
    let may: BTreeMap<_, _> = SYSTEM_MAY.into_iter().collect();
    for (table, granted) in granted_to(&database, "xorb_system").await {
        let expected = may.get(table.as_str()).copied().unwrap_or_default();
        assert_eq!(granted, expected, "{table}");
    }
}

#[tokio::test]
async fn the_public_may_do_nothing() {
    let database = MigratedDatabase::postgres().await;
    for (table, granted) in granted_to(&database, "PUBLIC").await {
        assert_eq!(granted, "", "{table}");
    }
}

#[tokio::test]
async fn both_roles_may_ask_whether_the_schema_is_current() {
    let database = MigratedDatabase::postgres().await;
    for role in ["xorb_runtime", "xorb_system"] {
        let sql = "SELECT has_table_privilege($1, 'seaql_migrations', 'SELECT') AS may";
        let rows = query(&database.owner, sql, [role.into()]).await.unwrap();
        assert!(rows[0].try_get::<bool>("", "may").unwrap(), "{role}");
    }
}

/// The privileges of a role on every table, in one sorted text each.
async fn granted_to(database: &MigratedDatabase, role: &str) -> BTreeMap<String, String> {
    let tables = Catalog::read(&database.owner).await.tables;
    let mut granted: BTreeMap<_, _> = tables
        .into_keys()
        .map(|table| (table, String::new()))
        .collect();
    assert!(!granted.is_empty());
    let sql = "SELECT table_name::text AS name, string_agg(privilege_type::text, ' ' ORDER BY privilege_type) AS granted \
               FROM information_schema.role_table_grants WHERE grantee = $1 GROUP BY table_name";
    for row in query(&database.owner, sql, [role.into()]).await.unwrap() {
        let table: String = row.try_get("", "name").unwrap();
        if let Some(privileges) = granted.get_mut(&table) {
            *privileges = row.try_get("", "granted").unwrap();
        }
    }
    granted
}

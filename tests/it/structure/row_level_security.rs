//! Row-level security is enabled and forced on every tenant table, with the policy that keeps tenants apart. Taking any
//! part of it off one table shows that the gate can fail.

use super::catalog::{Catalog, Wall};
use super::tenancy::has_tenant;
use crate::schema::migrated_database::{MigratedDatabase, execute};

const TENANT: &str = "(tenant_id = ( SELECT (NULLIF(current_setting('xorb.tenant_id'::text, true), ''::text))::uuid AS \"nullif\"))";

/// Where a second policy opens the wall for the system role.
const SYSTEM_SEES: [&str; 2] = ["jobs", "job_effects"];

/// Tenant tables whose wall has a gap.
pub fn gaps(catalog: &Catalog) -> Vec<String> {
    let tables = catalog.tables.iter().filter(|(name, _)| has_tenant(name));
    tables
        .flat_map(|(name, table)| gaps_of(name, &table.wall))
        .collect()
}

fn gaps_of(name: &str, wall: &Wall) -> Vec<String> {
    let isolates = |policy: &(String, String)| policy.0 == TENANT && policy.1 == TENANT;
    let may_have = |policy: &String| {
        policy == "tenant_isolation"
            || (policy == "system_sees_jobs" && SYSTEM_SEES.contains(&name))
    };
    [
        (!wall.enabled, "row-level security is not enabled"),
        (!wall.forced, "row-level security does not bind the owner"),
        (
            !wall.policies.get("tenant_isolation").is_some_and(isolates),
            "the policy does not isolate tenants",
        ),
        (
            !wall.policies.keys().all(may_have),
            "there is a policy that nobody listed",
        ),
    ]
    .into_iter()
    .filter(|(is_gap, _)| *is_gap)
    .map(|(_, gap)| format!("{name}: {gap}"))
    .collect()
}

#[tokio::test]
async fn every_tenant_table_stands_behind_the_wall() {
    let database = MigratedDatabase::postgres().await;
    assert_eq!(
        gaps(&Catalog::read(&database.owner).await),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_gap_in_one_table_fails_the_gate() {
    let database = MigratedDatabase::postgres().await;
    for (sql, gap) in [
        (
            "ALTER TABLE findings DISABLE ROW LEVEL SECURITY",
            "findings: row-level security is not enabled",
        ),
        ("ALTER TABLE findings ENABLE ROW LEVEL SECURITY", ""),
        (
            "ALTER TABLE findings NO FORCE ROW LEVEL SECURITY",
            "findings: row-level security does not bind the owner",
        ),
        ("ALTER TABLE findings FORCE ROW LEVEL SECURITY", ""),
        (
            "CREATE POLICY open ON findings USING (true)",
            "findings: there is a policy that nobody listed",
        ),
        ("DROP POLICY open ON findings", ""),
        (
            "ALTER POLICY tenant_isolation ON findings USING (true)",
            "findings: the policy does not isolate tenants",
        ),
    ] {
        execute(&database.owner, sql, []).await.unwrap();
        let found = gaps(&Catalog::read(&database.owner).await);
        assert_eq!(found.concat(), gap, "{sql}");
    }
}

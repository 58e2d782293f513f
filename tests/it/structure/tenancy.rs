//! Every table belongs to a tenant, key and foreign keys included, or is on the list with the reason why not.

use sea_orm::ConnectionTrait;

use super::catalog::{Catalog, Table};
use crate::on_both_databases;
use crate::schema::migrated_database::MigratedDatabase;

/// Tables without a tenant, and why.
pub const NO_TENANT: [(&str, &str); 7] = [
    (
        "tenants",
        "the tenant itself, found by its slug before there is a session",
    ),
    (
        "signing_keys",
        "the platform signs with them, whoever the tokens are for",
    ),
    ("kill_switches", "they stop the whole platform"),
    (
        "rate_limit_policies",
        "the platform's own; they hold for all tenants",
    ),
    (
        "schedules",
        "the platform's own; the jobs that they make have tenants",
    ),
    (
        "federation_routes",
        "it says which tenant a log-in belongs to, before anybody has logged in",
    ),
    ("schedule_ticks", "the platform's own, like their schedules"),
];

/// A reference that deliberately does not keep to the tenant.
const CROSSING: (&str, &str) = ("erasure_passes", "subject_id,tenant_id");

pub fn has_tenant(name: &str) -> bool {
    NO_TENANT.iter().all(|(table, _)| *table != name)
}

/// Tables and references through which a row could belong to no tenant, or to another one.
pub fn violations(catalog: &Catalog) -> Vec<String> {
    let mut found = Vec::new();
    for (name, table) in &catalog.tables {
        if has_tenant(name) {
            found.extend(violations_of(name, table));
        } else if table.columns.contains_key("tenant_id") {
            found.push(format!("{name} has a tenant_id: take it off the list"));
        }
    }
    found
}

fn violations_of(name: &str, table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    if table
        .primary_key
        .first()
        .is_none_or(|first| first != "tenant_id")
    {
        found.push(format!(
            "{name}: the primary key does not begin with tenant_id"
        ));
    }
    let of_tenant =
        |key: &&super::catalog::ForeignKey| key.table == "tenants" && key.columns == ["tenant_id"];
    if !table.foreign_keys.iter().any(|key| of_tenant(&key)) {
        found.push(format!("{name}: tenant_id refers to no tenant"));
    }
    for key in &table.foreign_keys {
        let is_composite = key
            .columns
            .first()
            .is_some_and(|first| first == "tenant_id")
            && key
                .references
                .first()
                .is_some_and(|first| first == "tenant_id" || key.table == "tenants");
        if !is_composite && (name, key.columns.join(",").as_str()) != CROSSING {
            found.push(format!(
                "{name}: the reference to {} does not keep to the tenant",
                key.table
            ));
        }
    }
    found
}

on_both_databases! {
    async fn every_table_belongs_to_a_tenant_or_says_why_not(database: &MigratedDatabase) {
        let catalog = Catalog::read(&database.owner).await;
        assert_eq!(violations(&catalog), Vec::<String>::new());
        for (table, reason) in NO_TENANT {
            assert!(catalog.tables.contains_key(table), "{table} is gone: take it off the list");
            assert!(!reason.is_empty());
        }
    }

    async fn a_table_without_tenant_or_with_a_plain_reference_fails_the_gate(database: &MigratedDatabase) {
        let scratch = "CREATE TABLE scraps (id integer PRIMARY KEY REFERENCES kill_switches_2 (id))";
        let parent = "CREATE TABLE kill_switches_2 (id integer PRIMARY KEY)";
        database.owner.execute_unprepared(&format!("{parent}; {scratch}")).await.unwrap();
        let found = violations(&Catalog::read(&database.owner).await);
        assert_eq!(
            found,
            [
                "kill_switches_2: the primary key does not begin with tenant_id",
                "kill_switches_2: tenant_id refers to no tenant",
                "scraps: the primary key does not begin with tenant_id",
                "scraps: tenant_id refers to no tenant",
                "scraps: the reference to kill_switches_2 does not keep to the tenant",
            ]
        );
    }
}

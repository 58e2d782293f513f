//! Rate limits that operators changed, and what a tenant may have at most.

use sea_orm_migration::prelude::*;

use crate::{roles::RUNTIME_ROLE, script::Script};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        const EVERYTHING: &str = "SELECT, INSERT, UPDATE, DELETE";
        Script::new(manager)
            .sql(POLICIES)
            .sql(QUOTAS)
            .tenant_tables(&["quotas"])
            .grant(RUNTIME_ROLE, EVERYTHING, &["rate_limit_policies"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&["quotas", "rate_limit_policies"])
            .run(manager)
            .await
    }
}

const POLICIES: &str = "
CREATE TABLE rate_limit_policies (
    scope {text} NOT NULL CHECK (scope IN ('operation', 'caller', 'role', 'tenant', 'address', 'global')),
    subject {text} NOT NULL,
    unit {text} NOT NULL CHECK (unit IN ('requests', 'points')),
    mode {text} NOT NULL CHECK (mode IN ('enforce', 'shadow', 'off')),
    windows {text} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (scope, subject, unit)
) {strict};
";

const QUOTAS: &str = "
CREATE TABLE quotas (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    scans_a_month {int},
    assets {int},
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id)
) {strict};
";

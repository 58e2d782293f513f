//! What a tenant demands of those who log in.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(POLICIES)
            .tenant_tables(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 1] = ["access_policies"];

const POLICIES: &str = "
CREATE TABLE access_policies (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    second_factor {text} NOT NULL CHECK (second_factor IN ('off', 'administrators', 'all')),
    session_idle_minutes {int},
    version {int} NOT NULL DEFAULT 1,
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id)
) {strict};
";

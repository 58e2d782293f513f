//! Which roles a person has from the groups of which connection.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(ROLES)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 1] = ["group_roles"];

const ROLES: &str = "
CREATE TABLE group_roles (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    user_id {uuid} NOT NULL,
    identity_provider_id {uuid} NOT NULL,
    role {text} NOT NULL CHECK (role IN ('admin', 'security_manager', 'security_analyst', 'pentester', 'compliance_officer', 'privacy_officer', 'auditor', 'viewer')),
    subject_id {uuid} NOT NULL,
    granted_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, user_id, identity_provider_id, role),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, identity_provider_id) REFERENCES identity_providers (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX group_roles_subject ON group_roles (tenant_id, subject_id);
CREATE INDEX group_roles_provider ON group_roles (tenant_id, identity_provider_id);
";

//! Roles that tenants make out of permissions, and who has them.

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
            .subject_fence(&["user_custom_roles"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 2] = ["user_custom_roles", "custom_roles"];

const ROLES: &str = "
CREATE TABLE custom_roles (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    name {text} NOT NULL,
    permissions {text} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
) {strict};
CREATE INDEX custom_roles_listed ON custom_roles (tenant_id, created_at DESC, id DESC);

CREATE TABLE user_custom_roles (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    user_id {uuid} NOT NULL,
    role_id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    granted_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, user_id, role_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, role_id) REFERENCES custom_roles (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX user_custom_roles_subject ON user_custom_roles (tenant_id, subject_id);
CREATE INDEX user_custom_roles_role ON user_custom_roles (tenant_id, role_id);
";

//! Addresses that are to take the place of others, once both are proven.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(CHANGES)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 1] = ["email_changes"];

const CHANGES: &str = "
CREATE TABLE email_changes (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    new_email {text} NOT NULL,
    old_token_hash {bytes} NOT NULL,
    new_token_hash {bytes} NOT NULL,
    old_confirmed_at {time},
    new_confirmed_at {time},
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    ended_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, old_token_hash),
    UNIQUE (tenant_id, new_token_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX email_changes_subject ON email_changes (tenant_id, subject_id);
CREATE INDEX email_changes_user ON email_changes (tenant_id, user_id);
";

//! API keys, and accounts that belong to programs.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(KIND)
            .sql(KEYS)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&TABLES)
            .sql("ALTER TABLE users DROP COLUMN kind;")
            .run(manager)
            .await
    }
}

const TABLES: [&str; 1] = ["api_keys"];

const KIND: &str = "
ALTER TABLE users ADD COLUMN
    kind {text} NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service_account'));
";

const KEYS: &str = "
CREATE TABLE api_keys (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    name {text} NOT NULL,
    secret_hash {bytes} NOT NULL,
    scopes {json} NOT NULL,
    networks {json} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    last_used_at {time},
    revoked_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX api_keys_subject ON api_keys (tenant_id, subject_id);
CREATE INDEX api_keys_user ON api_keys (tenant_id, user_id);
CREATE INDEX api_keys_listed ON api_keys (tenant_id, created_at DESC, id DESC);
";

//! Passkeys, and the challenges that wait for their answers.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(PASSKEYS)
            .sql(CEREMONIES)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 2] = ["passkey_ceremonies", "passkeys"];

const PASSKEYS: &str = "
CREATE TABLE passkeys (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    credential_id {bytes} NOT NULL,
    sealed_credential {bytes} NOT NULL,
    name {text} NOT NULL,
    last_used_at {time},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, credential_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX passkeys_subject ON passkeys (tenant_id, subject_id);
CREATE INDEX passkeys_user ON passkeys (tenant_id, user_id);
";

const CEREMONIES: &str = "
CREATE TABLE passkey_ceremonies (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid},
    user_id {uuid},
    key_hash {bytes} NOT NULL,
    sealed_state {bytes} NOT NULL,
    expires_at {time} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX passkey_ceremonies_subject ON passkey_ceremonies (tenant_id, subject_id);
CREATE INDEX passkey_ceremonies_user ON passkey_ceremonies (tenant_id, user_id);
CREATE INDEX passkey_ceremonies_expiry ON passkey_ceremonies (tenant_id, expires_at);
";

//! Second factors: authenticator apps, recovery codes, log-ins that wait for one; and by what a session was proven.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(METHODS)
            .sql(FACTORS)
            .sql(CHALLENGES)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&TABLES)
            .sql("ALTER TABLE sessions DROP COLUMN methods;")
            .run(manager)
            .await
    }
}

const TABLES: [&str; 3] = ["mfa_challenges", "recovery_codes", "totp_factors"];

const METHODS: &str = "
ALTER TABLE sessions ADD COLUMN
    methods {text} NOT NULL DEFAULT 'pwd';
";

const FACTORS: &str = "
CREATE TABLE totp_factors (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    sealed_secret {bytes} NOT NULL,
    last_step {big} NOT NULL DEFAULT 0,
    confirmed_at {time},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX totp_factors_subject ON totp_factors (tenant_id, subject_id);

CREATE TABLE recovery_codes (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    code_hash {bytes} NOT NULL,
    used_at {time},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, code_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX recovery_codes_subject ON recovery_codes (tenant_id, subject_id);
";

const CHALLENGES: &str = "
CREATE TABLE mfa_challenges (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    token_hash {bytes} NOT NULL,
    delivery {text} NOT NULL CHECK (delivery IN ('token', 'cookie')),
    attempts {int} NOT NULL DEFAULT 0,
    authz_epoch {int} NOT NULL,
    expires_at {time} NOT NULL,
    completed_at {time},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX mfa_challenges_subject ON mfa_challenges (tenant_id, subject_id);
CREATE INDEX mfa_challenges_user ON mfa_challenges (tenant_id, user_id);
CREATE INDEX mfa_challenges_expiry ON mfa_challenges (tenant_id, expires_at);
";

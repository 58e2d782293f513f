//! Accounts, sessions, invitations, and what is kept about a person's requests and mails.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(USERS)
            .sql(SESSIONS)
            .sql(INVITATIONS)
            .sql(MAILS_AND_KEYS)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 7] = [
    "idempotency_keys",
    "outgoing_mails",
    "invitations",
    "refresh_tokens",
    "sessions",
    "user_roles",
    "users",
];

const USERS: &str = "
CREATE TABLE users (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    email {text} NOT NULL,
    email_normalized {text} NOT NULL,
    display_name {text} NOT NULL,
    password_hash {text},
    status {text} NOT NULL CHECK (status IN ('active', 'deactivated')),
    authz_epoch {int} NOT NULL DEFAULT 0,
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    deactivated_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, subject_id),
    UNIQUE (tenant_id, email_normalized),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX users_listed ON users (tenant_id, created_at DESC, id DESC);

CREATE TABLE user_roles (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    user_id {uuid} NOT NULL,
    role {text} NOT NULL CHECK (role IN ('owner', 'admin', 'security_manager', 'security_analyst', 'pentester',
        'compliance_officer', 'privacy_officer', 'auditor', 'viewer')),
    subject_id {uuid} NOT NULL,
    source {text} NOT NULL DEFAULT 'manual' CHECK (source IN ('manual', 'group')),
    granted_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, user_id, role),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX user_roles_subject ON user_roles (tenant_id, subject_id);
";

const SESSIONS: &str = "
CREATE TABLE sessions (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    delivery {text} NOT NULL CHECK (delivery IN ('token', 'cookie')),
    cookie_hash {bytes},
    family_generation {int} NOT NULL DEFAULT 0,
    auth_time {time} NOT NULL,
    step_up_at {time},
    last_seen_at {time} NOT NULL,
    idle_expires_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    authz_epoch {int} NOT NULL,
    revoked_at {time},
    revoked_reason {text},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, cookie_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX sessions_subject ON sessions (tenant_id, subject_id);
CREATE INDEX sessions_user ON sessions (tenant_id, user_id);

CREATE TABLE refresh_tokens (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    session_id {uuid} NOT NULL,
    token_hash {bytes} NOT NULL,
    predecessor_id {uuid},
    issued_at {time} NOT NULL,
    consumed_at {time},
    revoked_at {time},
    reissued_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX refresh_tokens_subject ON refresh_tokens (tenant_id, subject_id);
CREATE INDEX refresh_tokens_session ON refresh_tokens (tenant_id, session_id);
";

const INVITATIONS: &str = "
CREATE TABLE invitations (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    email {text} NOT NULL,
    email_normalized {text} NOT NULL,
    roles {json} NOT NULL,
    token_hash {bytes} NOT NULL,
    invited_by {uuid},
    state {text} NOT NULL CHECK (state IN ('pending', 'accepted', 'revoked', 'expired')),
    expires_at {time} NOT NULL,
    accepted_at {time},
    accepted_user_id {uuid},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, invited_by) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX invitations_subject ON invitations (tenant_id, subject_id);
CREATE INDEX invitations_invited_by ON invitations (tenant_id, invited_by);
CREATE INDEX invitations_email ON invitations (tenant_id, email_normalized);
";

const MAILS_AND_KEYS: &str = "
CREATE TABLE outgoing_mails (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    kind {text} NOT NULL,
    language {text} NOT NULL CHECK (language IN ('en', 'de')),
    ciphertext {bytes} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    job_id {uuid},
    created_at {time} NOT NULL,
    sent_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX outgoing_mails_subject ON outgoing_mails (tenant_id, subject_id);

CREATE TABLE idempotency_keys (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    subject_id {uuid} NOT NULL,
    operation {text} NOT NULL,
    key_hash {bytes} NOT NULL,
    input_mac {bytes} NOT NULL,
    result_id {uuid} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, subject_id, operation, key_hash),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (tenant_id, expires_at);
";

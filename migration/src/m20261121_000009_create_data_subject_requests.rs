//! Data-subject requests, their tasks, their certificates, and the ledger of executed erasures.
//!
//! Requests are outside the fence: the one that erases a person goes on after that person's fence is up.

use sea_orm_migration::prelude::*;

use crate::{roles::RUNTIME_ROLE, script::Script};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(REQUESTS)
            .sql(TASKS)
            .sql(PROOF)
            .tenant_tables(&[
                "certificates",
                "data_subject_request_tasks",
                "data_subject_requests",
            ])
            .tenant_wall(&["erasure_ledger"])
            .grant(RUNTIME_ROLE, "SELECT, INSERT", &["erasure_ledger"])
            .append_only(&["erasure_ledger"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 4] = [
    "erasure_ledger",
    "certificates",
    "data_subject_request_tasks",
    "data_subject_requests",
];

const REQUESTS: &str = "
CREATE TABLE data_subject_requests (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid},
    right_kind {text} NOT NULL CHECK (right_kind IN ('access', 'rectification', 'erasure', 'restriction', 'portability',
        'objection')),
    state {text} NOT NULL CHECK (state IN ('received', 'verifying', 'awaiting_info', 'planned', 'approved', 'executing',
        'blocked', 'scanning', 'completed', 'completed_partially', 'refused', 'withdrawn', 'expired_unverified',
        'routed_to_controller', 'reopened')),
    channel {text} NOT NULL CHECK (channel IN ('graphql_self', 'graphql_officer', 'public_intake', 'open_dsr')),
    language {text} NOT NULL CHECK (language IN ('en', 'de')),
    identity_ciphertext {bytes},
    received_at {time} NOT NULL,
    due_at {time} NOT NULL,
    extended_months {int} NOT NULL DEFAULT 0 CHECK (extended_months BETWEEN 0 AND 2),
    extension_reason_ciphertext {bytes},
    verified_at {time},
    verified_by {uuid},
    verification_method {text} CHECK (verification_method IN ('in_person', 'known_account', 'mail_challenge', 'document')),
    plan {json},
    plan_hash {bytes},
    approved_at {time},
    approved_by {uuid},
    refusal_ground {text},
    job_id {uuid},
    completed_at {time},
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX data_subject_requests_subject ON data_subject_requests (tenant_id, subject_id);
CREATE INDEX data_subject_requests_listed ON data_subject_requests (tenant_id, received_at DESC, id DESC);
CREATE INDEX data_subject_requests_due ON data_subject_requests (tenant_id, due_at, id);
";

const TASKS: &str = "
CREATE TABLE data_subject_request_tasks (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    request_id {uuid} NOT NULL,
    location {text} NOT NULL,
    strategy {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('pending', 'running', 'done', 'blocked', 'skipped')),
    rows_planned {big} NOT NULL,
    rows_done {big} NOT NULL DEFAULT 0,
    cursor {text},
    error_code {text},
    started_at {time},
    finished_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, request_id, location),
    FOREIGN KEY (tenant_id, request_id) REFERENCES data_subject_requests (tenant_id, id)
) {strict};
";

const PROOF: &str = "
CREATE TABLE certificates (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    request_id {uuid} NOT NULL,
    jws {text} NOT NULL,
    issued_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, request_id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES data_subject_requests (tenant_id, id)
) {strict};

CREATE TABLE erasure_ledger (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    request_id {uuid} NOT NULL,
    subject_tombstone {bytes} NOT NULL,
    map_hash {bytes} NOT NULL,
    executed_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id)
) {strict};
CREATE INDEX erasure_ledger_tombstone ON erasure_ledger (tenant_id, subject_tombstone);
";

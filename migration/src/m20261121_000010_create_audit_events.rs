//! The audit trail: one chain of events a tenant, which nobody changes, and the payloads that erasure may take away.

use sea_orm_migration::prelude::*;

use crate::{roles::RUNTIME_ROLE, script::Script};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(EVENTS)
            .sql(PAYLOADS)
            .sql(HEADS)
            .tenant_wall(&["audit_events", "audit_checkpoints", "audit_payloads"])
            .tenant_tables(&["audit_heads", "audit_verifications"])
            .grant(
                RUNTIME_ROLE,
                "SELECT, INSERT",
                &["audit_events", "audit_checkpoints"],
            )
            .grant(RUNTIME_ROLE, "SELECT, INSERT, DELETE", &["audit_payloads"])
            .append_only(&["audit_events", "audit_checkpoints"])
            .no_update("audit_payloads")
            .subject_fence(&["audit_payloads"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 5] = [
    "audit_verifications",
    "audit_checkpoints",
    "audit_heads",
    "audit_payloads",
    "audit_events",
];

const EVENTS: &str = "
CREATE TABLE audit_events (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    seq {big} NOT NULL,
    at {time} NOT NULL,
    actor_pid {uuid},
    actor_kind {text} NOT NULL CHECK (actor_kind IN ('user', 'service_account', 'operator', 'system', 'anonymous')),
    action {text} NOT NULL,
    object {text},
    outcome {text} NOT NULL CHECK (outcome IN ('success', 'denied', 'failure')),
    commitments {bytes} NOT NULL,
    request_id {uuid},
    prev_hash {bytes} NOT NULL,
    hash {bytes} NOT NULL,
    PRIMARY KEY (tenant_id, seq)
) {strict};
CREATE INDEX audit_events_at ON audit_events (tenant_id, at);
CREATE INDEX audit_events_actor ON audit_events (tenant_id, actor_pid);
";

const PAYLOADS: &str = "
CREATE TABLE audit_payloads (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    seq {big} NOT NULL,
    subject_id {uuid},
    class {text} NOT NULL,
    expires_at {time},
    salt {bytes} NOT NULL,
    ciphertext {bytes} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, seq) REFERENCES audit_events (tenant_id, seq),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX audit_payloads_event ON audit_payloads (tenant_id, seq);
CREATE INDEX audit_payloads_subject ON audit_payloads (tenant_id, subject_id);
CREATE INDEX audit_payloads_expiry ON audit_payloads (tenant_id, expires_at) WHERE expires_at IS NOT NULL;
";

const HEADS: &str = "
CREATE TABLE audit_heads (
    tenant_id {uuid} NOT NULL PRIMARY KEY REFERENCES tenants (id),
    seq {big} NOT NULL,
    hash {bytes} NOT NULL,
    updated_at {time} NOT NULL
) {strict};

CREATE TABLE audit_checkpoints (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    seq {big} NOT NULL,
    hash {bytes} NOT NULL,
    kid {text} NOT NULL,
    signature {bytes} NOT NULL,
    at {time} NOT NULL,
    PRIMARY KEY (tenant_id, seq)
) {strict};

CREATE TABLE audit_verifications (
    tenant_id {uuid} NOT NULL PRIMARY KEY REFERENCES tenants (id),
    verified_seq {big} NOT NULL,
    verified_hash {bytes} NOT NULL,
    broken_at {big},
    checked_at {time} NOT NULL,
    fully_checked_at {time}
) {strict};
";

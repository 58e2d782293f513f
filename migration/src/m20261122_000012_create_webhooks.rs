//! Webhooks: where a tenant wants to be told, the keys that sign what it is told, and each telling.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(ENDPOINTS)
            .sql(KEYS)
            .sql(DELIVERIES)
            .tenant_tables(&TABLES)
            .subject_fence(&["webhook_endpoints"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 3] = ["webhook_deliveries", "webhook_keys", "webhook_endpoints"];

const ENDPOINTS: &str = "
CREATE TABLE webhook_endpoints (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid},
    url {text} NOT NULL,
    description {text},
    events {json} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('enabled', 'disabled')),
    disabled_reason {text} CHECK (disabled_reason IN ('requested', 'gone', 'failing')),
    disabled_at {time},
    failing_since {time},
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    deleted_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX webhook_endpoints_subject ON webhook_endpoints (tenant_id, subject_id);
CREATE INDEX webhook_endpoints_listed ON webhook_endpoints (tenant_id, created_at DESC, id DESC);
";

const KEYS: &str = "
CREATE TABLE webhook_keys (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    endpoint_id {uuid} NOT NULL,
    scheme {text} NOT NULL CHECK (scheme IN ('hmac_sha256', 'ed25519')),
    sealed_key {bytes} NOT NULL,
    public_key {bytes},
    created_at {time} NOT NULL,
    expires_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoints (tenant_id, id)
) {strict};
CREATE INDEX webhook_keys_endpoint ON webhook_keys (tenant_id, endpoint_id);
";

const DELIVERIES: &str = "
CREATE TABLE webhook_deliveries (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    endpoint_id {uuid} NOT NULL,
    event {text} NOT NULL,
    object {text} NOT NULL,
    occurred_at {time} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'cancelled')),
    attempts {int} NOT NULL DEFAULT 0,
    last_attempt_at {time},
    last_status {int},
    error_code {text},
    next_attempt_at {time},
    finished_at {time},
    job_id {uuid},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoints (tenant_id, id)
) {strict};
CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (tenant_id, endpoint_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (tenant_id, finished_at) WHERE finished_at IS NOT NULL;
";

//! Assets and the proofs of their ownership.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(ASSETS)
            .tenant_tables(&TABLES)
            .subject_fence(&["assets"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 2] = ["asset_verifications", "assets"];

const ASSETS: &str = "
CREATE TABLE assets (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid},
    name {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('web', 'host', 'cidr', 'repository')),
    address {text} NOT NULL,
    host {text} NOT NULL,
    port {int} CHECK (port BETWEEN 1 AND 65535),
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    deleted_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX assets_subject ON assets (tenant_id, subject_id);
CREATE INDEX assets_listed ON assets (tenant_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX assets_address_in_use ON assets (tenant_id, kind, address) WHERE deleted_at IS NULL;

CREATE TABLE asset_verifications (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    asset_id {uuid} NOT NULL,
    method {text} NOT NULL CHECK (method IN ('dns_txt', 'http_file')),
    token_hash {bytes} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('pending', 'verified', 'failed', 'unreachable', 'expired', 'revoked')),
    resolved_ips {json},
    error_code {text},
    requested_at {time} NOT NULL,
    checked_at {time},
    verified_at {time},
    expires_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, id)
) {strict};
CREATE INDEX asset_verifications_asset ON asset_verifications (tenant_id, asset_id);
";

//! Tenants, their keys, and the platform's signing keys.

use sea_orm_migration::prelude::*;

use crate::{
    roles::{RUNTIME_ROLE, SYSTEM_ROLE},
    script::Script,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(TENANTS)
            .sql(KEYS)
            .tenant_tables(&["tenant_keys"])
            .grant(
                RUNTIME_ROLE,
                "SELECT, INSERT, UPDATE",
                &["tenants", "signing_keys"],
            )
            .grant(SYSTEM_ROLE, "SELECT", &["tenants"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&["tenant_keys", "signing_keys", "tenants"])
            .run(manager)
            .await
    }
}

const TENANTS: &str = "
CREATE TABLE tenants (
    id {uuid} NOT NULL PRIMARY KEY,
    slug {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('active', 'suspended', 'offboarding', 'canary', 'platform')),
    scans_stopped_at {time},
    language {text} NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'de')),
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL
) {strict};
";

const KEYS: &str = "
CREATE TABLE tenant_keys (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    generation {int} NOT NULL,
    master_generation {int} NOT NULL,
    wrapped_key {bytes} NOT NULL,
    created_at {time} NOT NULL,
    destroyed_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, generation)
) {strict};

CREATE TABLE signing_keys (
    id {uuid} NOT NULL PRIMARY KEY,
    purpose {text} NOT NULL CHECK (purpose IN ('access_token', 'certificate', 'checkpoint')),
    kid {text} NOT NULL UNIQUE,
    public_key {bytes} NOT NULL,
    wrapped_key {bytes} NOT NULL,
    master_generation {int} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('next', 'active', 'retired')),
    created_at {time} NOT NULL,
    activated_at {time},
    retired_at {time}
) {strict};
";

//! Scans, their steps, what they covered, and the platform-wide switch that stops them.

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
        const PULL_AND_READ: &str = "SELECT, INSERT, UPDATE";
        Script::new(manager)
            .sql(SCANS)
            .sql(COVERAGE)
            .sql(KILL_SWITCHES)
            .tenant_tables(&TABLES)
            .subject_fence(&["scans"])
            .grant(RUNTIME_ROLE, PULL_AND_READ, &["kill_switches"])
            .grant(SYSTEM_ROLE, PULL_AND_READ, &["kill_switches"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&["kill_switches"])
            .drop_tables(&TABLES)
            .run(manager)
            .await
    }
}

const TABLES: [&str; 3] = ["check_coverage", "scan_steps", "scans"];

const SCANS: &str = "
CREATE TABLE scans (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    asset_id {uuid} NOT NULL,
    subject_id {uuid},
    job_id {uuid},
    profile {text} NOT NULL CHECK (profile IN ('quick', 'web', 'full')),
    state {text} NOT NULL CHECK (state IN ('queued', 'authorizing', 'running', 'completed', 'completed_partially',
        'failed', 'cancelled', 'killed', 'expired')),
    error_code {text},
    cancel_requested_at {time},
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    started_at {time},
    finished_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX scans_subject ON scans (tenant_id, subject_id);
CREATE INDEX scans_asset ON scans (tenant_id, asset_id);
CREATE INDEX scans_listed ON scans (tenant_id, created_at DESC, id DESC);

CREATE TABLE scan_steps (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    scan_id {uuid} NOT NULL,
    position {int} NOT NULL,
    engine {text} NOT NULL,
    engine_version {text} NOT NULL,
    argv_hash {bytes},
    state {text} NOT NULL CHECK (state IN ('pending', 'running', 'completed', 'completed_partially', 'failed',
        'cancelled', 'skipped')),
    exit_code {int},
    cpu_ms {big},
    rss_bytes {big},
    bytes_received {big} NOT NULL DEFAULT 0,
    blocked_connects {int} NOT NULL DEFAULT 0,
    finding_count {int} NOT NULL DEFAULT 0,
    error_code {text},
    error_message {text},
    started_at {time},
    finished_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, scan_id, position),
    FOREIGN KEY (tenant_id, scan_id) REFERENCES scans (tenant_id, id)
) {strict};
";

const COVERAGE: &str = "
CREATE TABLE check_coverage (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    scan_id {uuid} NOT NULL,
    step_id {uuid} NOT NULL,
    check_id {text} NOT NULL,
    location {text} NOT NULL,
    outcome {text} NOT NULL CHECK (outcome IN ('vulnerable', 'not_vulnerable', 'inconclusive', 'not_tested')),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, scan_id, check_id, location),
    FOREIGN KEY (tenant_id, scan_id) REFERENCES scans (tenant_id, id),
    FOREIGN KEY (tenant_id, step_id) REFERENCES scan_steps (tenant_id, id)
) {strict};
CREATE INDEX check_coverage_step ON check_coverage (tenant_id, step_id);
";

const KILL_SWITCHES: &str = "
CREATE TABLE kill_switches (
    name {text} NOT NULL PRIMARY KEY,
    epoch {big} NOT NULL,
    engaged_at {time}
) {strict};
";

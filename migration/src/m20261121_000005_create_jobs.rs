//! Jobs with their effects, and the schedules that make some.
//!
//! The dispatcher works for all tenants at once, through the system role, which sees these tables whole and no others of a
//! tenant's. Job rows are updated several times in their short life: room on the page keeps those updates off the indexes.

use sea_orm_migration::prelude::*;

use crate::{roles::SYSTEM_ROLE, script::Script};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        const EVERYTHING: &str = "SELECT, INSERT, UPDATE, DELETE";
        Script::new(manager)
            .sql(JOBS)
            .sql(JOB_EFFECTS)
            .sql(SCHEDULES)
            .postgres(STORAGE)
            .tenant_tables(&["jobs", "job_effects"])
            .postgres(SYSTEM_SEES_JOBS)
            .grant(
                SYSTEM_ROLE,
                EVERYTHING,
                &["jobs", "job_effects", "schedules", "schedule_ticks"],
            )
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&["schedule_ticks", "schedules", "job_effects", "jobs"])
            .run(manager)
            .await
    }
}

const JOBS: &str = "
CREATE TABLE jobs (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    kind {text} NOT NULL,
    class {text} NOT NULL CHECK (class IN ('erasure', 'interactive', 'scan', 'webhook', 'maintenance')),
    state {text} NOT NULL CHECK (state IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
    priority {int} NOT NULL DEFAULT 0,
    run_at {time} NOT NULL,
    attempt {int} NOT NULL DEFAULT 0,
    max_attempts {int} NOT NULL,
    epoch {big} NOT NULL DEFAULT 0,
    lease_token {uuid},
    lease_until {time},
    dispatched_at {time},
    cancel_requested_at {time},
    dedupe_key {text},
    subject_ref {uuid},
    args {json} NOT NULL,
    progress_done {big},
    progress_total {big},
    progress_unit {text},
    progress_phase {text},
    error_code {text},
    created_at {time} NOT NULL,
    started_at {time},
    finished_at {time},
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id)
) {strict};
CREATE INDEX jobs_ready ON jobs (class, tenant_id, priority DESC, run_at, id) WHERE state = 'queued';
CREATE INDEX jobs_live ON jobs (class, tenant_id) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_dedupe ON jobs (tenant_id, kind, dedupe_key)
    WHERE state IN ('queued', 'running', 'waiting') AND dedupe_key IS NOT NULL;
CREATE INDEX jobs_listed ON jobs (tenant_id, created_at DESC, id DESC);
";

const STORAGE: &str = "
ALTER TABLE jobs SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02);
";

const JOB_EFFECTS: &str = "
CREATE TABLE job_effects (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    job_id {uuid} NOT NULL,
    step {text} NOT NULL,
    effect_key {text} NOT NULL,
    result {json},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, job_id, step),
    FOREIGN KEY (tenant_id, job_id) REFERENCES jobs (tenant_id, id)
) {strict};
";

const SCHEDULES: &str = "
CREATE TABLE schedules (
    name {text} NOT NULL PRIMARY KEY,
    cron {text} NOT NULL,
    job_kind {text} NOT NULL,
    enabled {bool} NOT NULL
) {strict};

CREATE TABLE schedule_ticks (
    schedule_name {text} NOT NULL REFERENCES schedules (name),
    tick {time} NOT NULL,
    fired_at {time} NOT NULL,
    PRIMARY KEY (schedule_name, tick)
) {strict};
";

const SYSTEM_SEES_JOBS: &str = "
CREATE POLICY system_sees_jobs ON jobs TO xorb_system USING (true) WITH CHECK (true);
CREATE POLICY system_sees_jobs ON job_effects TO xorb_system USING (true) WITH CHECK (true);
";

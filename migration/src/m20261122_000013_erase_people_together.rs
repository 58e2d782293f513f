//! Which job erases a person: their own, or another one that erases several people together. And indexes for what an
//! erasure, or the sweep of what has outlived its time, would otherwise read whole tables for.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(UP).run(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(DOWN).run(manager).await
    }
}

/// The column's type stands on a line that begins with its name, as `sql.rs` wants it.
const UP: &str = "
ALTER TABLE data_subject_requests ADD COLUMN
    run_job_id {uuid};
CREATE INDEX data_subject_requests_run ON data_subject_requests (tenant_id, run_job_id, id) WHERE run_job_id IS NOT NULL;
CREATE INDEX jobs_subject ON jobs (tenant_id, subject_ref) WHERE subject_ref IS NOT NULL;
CREATE INDEX erasure_ledger_request ON erasure_ledger (tenant_id, request_id);
CREATE INDEX sessions_expiry ON sessions (tenant_id, expires_at);
";

const DOWN: &str = "
DROP INDEX sessions_expiry;
DROP INDEX erasure_ledger_request;
DROP INDEX jobs_subject;
DROP INDEX data_subject_requests_run;
ALTER TABLE data_subject_requests DROP COLUMN run_job_id;
";

//! The people whom rows are about, their keys and pids, and the pass that an erasure shows to the fence.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(DATA_SUBJECTS)
            .sql(ERASURE_PASSES)
            .tenant_tables(&TABLES)
            .subject_fence(&["subject_keys", "subject_pids"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 4] = [
    "subject_pids",
    "subject_keys",
    "erasure_passes",
    "data_subjects",
];

const DATA_SUBJECTS: &str = "
CREATE TABLE data_subjects (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('user', 'contact')),
    state {text} NOT NULL CHECK (state IN ('active', 'erasing', 'erased')),
    created_at {time} NOT NULL,
    erased_at {time},
    PRIMARY KEY (tenant_id, id)
) {strict};

CREATE TABLE subject_keys (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    subject_id {uuid} NOT NULL,
    wrapped_key {bytes} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, subject_id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};

CREATE TABLE subject_pids (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    pid {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, pid),
    UNIQUE (tenant_id, subject_id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
";

/// The last foreign key can never be met, because a subject's id is no tenant's, and it is checked at commit: a pass that
/// outlives its transaction would hold the fence open for ever, so such a transaction cannot commit.
const ERASURE_PASSES: &str = "
CREATE TABLE erasure_passes (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    subject_id {uuid} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, subject_id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id),
    CONSTRAINT erasure_passes_never_committed FOREIGN KEY (subject_id, tenant_id)
        REFERENCES erasure_passes (tenant_id, subject_id) DEFERRABLE INITIALLY DEFERRED
) {strict};
";

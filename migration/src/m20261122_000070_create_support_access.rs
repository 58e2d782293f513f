//! What tenants permit the platform's operators for a while, and what operators did with it.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(GRANTS)
            .sql(IMPERSONATIONS)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 2] = ["impersonations", "support_grants"];

const GRANTS: &str = "
CREATE TABLE support_grants (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    reason {text} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    consented_at {time},
    revoked_at {time},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX support_grants_subject ON support_grants (tenant_id, subject_id);
CREATE INDEX support_grants_user ON support_grants (tenant_id, user_id);
";

const IMPERSONATIONS: &str = "
CREATE TABLE impersonations (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    grant_id {uuid} NOT NULL,
    operator_id {uuid} NOT NULL,
    operator_pid {uuid} NOT NULL,
    reason {text} NOT NULL,
    ticket_hash {bytes} NOT NULL,
    ticket_expires_at {time} NOT NULL,
    session_id {uuid},
    created_at {time} NOT NULL,
    ended_at {time},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_hash),
    UNIQUE (tenant_id, session_id),
    FOREIGN KEY (tenant_id, grant_id) REFERENCES support_grants (tenant_id, id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX impersonations_subject ON impersonations (tenant_id, subject_id);
CREATE INDEX impersonations_grant ON impersonations (tenant_id, grant_id);
";

//! From where a person has logged in before.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(DEVICES)
            .tenant_tables(&TABLES)
            .subject_fence(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 1] = ["known_devices"];

const DEVICES: &str = "
CREATE TABLE known_devices (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    mark_hash {bytes} NOT NULL,
    last_seen_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, mark_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX known_devices_subject ON known_devices (tenant_id, subject_id);
CREATE INDEX known_devices_expiry ON known_devices (tenant_id, expires_at);
";

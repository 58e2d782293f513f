//! Ids of jobs sort by time, so the primary key is their list. Another index in that order had an entry for each claim and each
//! end of every job, and nothing to offer for it.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql("DROP INDEX jobs_listed;")
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql("CREATE INDEX jobs_listed ON jobs (tenant_id, created_at DESC, id DESC);")
            .run(manager)
            .await
    }
}

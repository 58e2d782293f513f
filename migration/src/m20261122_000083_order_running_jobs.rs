//! Running jobs in the order in which they were claimed: the dispatcher counts them without walking over all that ran before,
//! which the database can't forget while somebody holds an old snapshot.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(ORDERED).run(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(UNORDERED).run(manager).await
    }
}

const ORDERED: &str = "
DROP INDEX jobs_live;
CREATE INDEX jobs_live ON jobs (class, tenant_id, updated_at) WHERE state = 'running';
";

const UNORDERED: &str = "
DROP INDEX jobs_live;
CREATE INDEX jobs_live ON jobs (class, tenant_id) WHERE state = 'running';
";

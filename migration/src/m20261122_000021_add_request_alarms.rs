//! Which alarm of a request's due date has been raised last, in days before it.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(COLUMN).run(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE data_subject_requests DROP COLUMN alarmed_days;";
        Script::new(manager).sql(sql).run(manager).await
    }
}

const COLUMN: &str = "
ALTER TABLE data_subject_requests ADD COLUMN
    alarmed_days {int};
";

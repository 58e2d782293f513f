//! How often in a row somebody has failed to log in to an account from devices that it does not know.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE users ADD COLUMN failed_log_ins {int} NOT NULL DEFAULT 0;";
        Script::new(manager).sql(sql).run(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE users DROP COLUMN failed_log_ins;";
        Script::new(manager).sql(sql).run(manager).await
    }
}

//! Which reminder of its end a key has had.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE api_keys ADD COLUMN reminded_days {int};";
        Script::new(manager).sql(sql).run(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE api_keys DROP COLUMN reminded_days;";
        Script::new(manager).sql(sql).run(manager).await
    }
}

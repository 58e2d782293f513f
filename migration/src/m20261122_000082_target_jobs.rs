//! Which target a scan's job is about, as a keyed hash: so many may run at once, whoever asked for them.

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
        let sql = "ALTER TABLE jobs DROP COLUMN target_key;";
        Script::new(manager).sql(sql).run(manager).await
    }
}

const COLUMN: &str = "
ALTER TABLE jobs ADD COLUMN
    target_key {uuid};
";

//! The time zone of a schedule, and since when it holds: ticks before that are not made up for.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(COLUMNS).run(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).sql(DROP).run(manager).await
    }
}

const COLUMNS: &str = "
ALTER TABLE schedules ADD COLUMN
    time_zone {text} NOT NULL DEFAULT 'UTC';
ALTER TABLE schedules ADD COLUMN
    since {time};
";

const DROP: &str = "
ALTER TABLE schedules DROP COLUMN since;
ALTER TABLE schedules DROP COLUMN time_zone;
";

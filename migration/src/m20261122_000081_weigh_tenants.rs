//! A tenant's share of the workers: so many jobs in each turn, and so many scans at once.

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
ALTER TABLE tenants ADD COLUMN
    job_weight {int} NOT NULL DEFAULT 1;
ALTER TABLE tenants ADD COLUMN
    running_scans {int};
";

const DROP: &str = "
ALTER TABLE tenants DROP COLUMN running_scans;
ALTER TABLE tenants DROP COLUMN job_weight;
";

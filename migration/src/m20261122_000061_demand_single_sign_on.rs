//! Whether everybody of a tenant has to log in through its identity providers.

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
        let sql = "ALTER TABLE access_policies DROP COLUMN single_sign_on;";
        Script::new(manager).sql(sql).run(manager).await
    }
}

const COLUMN: &str = "
ALTER TABLE access_policies ADD COLUMN
    single_sign_on text NOT NULL DEFAULT 'optional' CHECK (single_sign_on IN ('optional', 'required'));
";

//! What later migrations lean on in PostgreSQL: the roles, and the functions behind the triggers.
//!
//! SQLite has neither; there, each trigger carries its condition itself.

use sea_orm_migration::prelude::*;

use crate::{append_only, roles, script::Script, subject_fence};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .postgres(&roles::create_if_missing())
            .postgres(subject_fence::FUNCTION)
            .postgres(append_only::FUNCTIONS)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .postgres(DROP_FUNCTIONS)
            .run(manager)
            .await
    }
}

const DROP_FUNCTIONS: &str = "
DROP FUNCTION refuse_change_unless_erasing();
DROP FUNCTION refuse_change();
DROP FUNCTION refuse_inactive_subject();
";

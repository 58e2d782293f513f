//! The pass that lets an erasure's own transaction through the fence. Never committed.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, REQUESTS, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure_passes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "erasure_passes",
    Link::Subject("subject_id"),
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

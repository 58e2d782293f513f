//! Which scan saw a finding, and on what evidence.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_observations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub scan_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub finding_id: Uuid,
    pub evidence: String,
    pub engine: String,
    pub observed_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "finding_observations",
    Link::Nobody,
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("scan_id"),
        ColumnMap::row_id("finding_id"),
        ColumnMap::free_text("evidence"),
        ColumnMap::not_personal("engine", "the name of an engine"),
        ColumnMap::technical("observed_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

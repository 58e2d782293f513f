//! The random pid by which the audit trail names a person. Erasing this row is what unlinks them.

use sea_orm::entity::prelude::*;

use crate::map::{AUDIT, ColumnMap, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subject_pids")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub pid: Uuid,
    pub subject_id: Uuid,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "subject_pids",
    Link::Subject("subject_id"),
    AUDIT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("pid"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

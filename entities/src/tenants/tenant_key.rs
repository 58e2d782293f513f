//! A tenant's data key, wrapped by a generation of the master key. Destroyed ones keep their row without the key's use.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, KEY_MATERIAL, Link, TENANCY, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub generation: i32,
    pub master_generation: i32,
    pub wrapped_key: Vec<u8>,
    pub created_at: DateTimeUtc,
    pub destroyed_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "tenant_keys",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::technical("generation"),
        ColumnMap::technical("master_generation"),
        ColumnMap::not_personal("wrapped_key", KEY_MATERIAL).never_logged(),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("destroyed_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A person's own data key, wrapped by the tenant's. Without it their audit payloads are noise.

use sea_orm::entity::prelude::*;

use crate::map::{ACCOUNT, ColumnMap, KEY_MATERIAL, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subject_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    pub wrapped_key: Vec<u8>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "subject_keys",
    Link::Subject("subject_id"),
    ACCOUNT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::not_personal("wrapped_key", KEY_MATERIAL).never_logged(),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

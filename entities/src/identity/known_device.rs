//! A device from which a person has logged in before: by a cookie, or by how it looks from here.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known_devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub user_id: Uuid,
    /// Of the cookie, or a keyed one of program and network.
    pub mark_hash: Vec<u8>,
    pub last_seen_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "known_devices",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::credential("mark_hash"),
        ColumnMap::activity("last_seen_at"),
        ColumnMap::activity("expires_at"),
        ColumnMap::activity("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

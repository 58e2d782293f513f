//! One link in a session's chain of refresh tokens: used once, except for the short grace of its predecessor.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub session_id: Uuid,
    pub token_hash: Vec<u8>,
    pub predecessor_id: Option<Uuid>,
    pub issued_at: DateTimeUtc,
    pub consumed_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub reissued_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "refresh_tokens",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::row_id("session_id"),
        ColumnMap::credential("token_hash"),
        ColumnMap::row_id("predecessor_id"),
        ColumnMap::activity("issued_at"),
        ColumnMap::activity("consumed_at"),
        ColumnMap::activity("revoked_at"),
        ColumnMap::activity("reissued_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

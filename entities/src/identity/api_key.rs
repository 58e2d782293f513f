//! A program's way in: what a person or a service account may do, narrowed to scopes. Only a hash of it is stored.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub user_id: Uuid,
    pub name: String,
    pub secret_hash: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub scopes: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub networks: Json,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub last_used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    /// The last reminder was sent so many days before the end.
    pub reminded_days: Option<i32>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "api_keys",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::content("name"),
        ColumnMap::credential("secret_hash"),
        ColumnMap::activity("scopes"),
        ColumnMap::activity("networks"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("expires_at"),
        ColumnMap::activity("last_used_at"),
        ColumnMap::activity("revoked_at"),
        ColumnMap::technical("reminded_days"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

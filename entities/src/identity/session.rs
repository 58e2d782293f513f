//! A log-in that lasts: for a browser by cookie, for a program by a family of refresh tokens.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub user_id: Uuid,
    pub delivery: SessionDelivery,
    pub cookie_hash: Option<Vec<u8>>,
    pub family_generation: i32,
    pub auth_time: DateTimeUtc,
    pub step_up_at: Option<DateTimeUtc>,
    pub last_seen_at: DateTimeUtc,
    pub idle_expires_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub authz_epoch: i32,
    pub revoked_at: Option<DateTimeUtc>,
    pub revoked_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub methods: String,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "sessions",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::activity("delivery"),
        ColumnMap::credential("cookie_hash"),
        ColumnMap::technical("family_generation"),
        ColumnMap::activity("auth_time"),
        ColumnMap::activity("step_up_at"),
        ColumnMap::activity("last_seen_at"),
        ColumnMap::activity("idle_expires_at"),
        ColumnMap::activity("expires_at"),
        ColumnMap::technical("authz_epoch"),
        ColumnMap::activity("revoked_at"),
        ColumnMap::activity("revoked_reason"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("methods"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How the client proves the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SessionDelivery {
    Token,
    Cookie,
}

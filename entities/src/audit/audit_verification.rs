//! How far a tenant's chain has been verified, and where it broke.

use sea_orm::entity::prelude::*;

use crate::map::{AUDIT, CHAIN_HASH, ColumnMap, Form, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_verifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub verified_seq: i64,
    pub verified_hash: Vec<u8>,
    pub broken_at: Option<i64>,
    pub checked_at: DateTimeUtc,
    pub fully_checked_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "audit_verifications",
    Link::Nobody,
    AUDIT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::technical("verified_seq"),
        ColumnMap::not_personal("verified_hash", CHAIN_HASH).stored(Form::Hashed),
        ColumnMap::technical("broken_at"),
        ColumnMap::technical("checked_at"),
        ColumnMap::technical("fully_checked_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

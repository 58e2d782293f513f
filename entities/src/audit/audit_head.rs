//! The end of a tenant's chain; the last row a transaction locks.

use sea_orm::entity::prelude::*;

use crate::map::{AUDIT, CHAIN_HASH, ColumnMap, Form, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_heads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub seq: i64,
    pub hash: Vec<u8>,
    pub updated_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "audit_heads",
    Link::Nobody,
    AUDIT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::technical("seq"),
        ColumnMap::not_personal("hash", CHAIN_HASH).stored(Form::Hashed),
        ColumnMap::technical("updated_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

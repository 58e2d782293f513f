//! A signed head, kept outside the database as well.

use sea_orm::entity::prelude::*;

use crate::map::{AUDIT, CHAIN_HASH, ColumnMap, Form, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_checkpoints")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub hash: Vec<u8>,
    pub kid: String,
    pub signature: Vec<u8>,
    pub at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "audit_checkpoints",
    Link::Nobody,
    AUDIT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::technical("seq"),
        ColumnMap::not_personal("hash", CHAIN_HASH).stored(Form::Hashed),
        ColumnMap::not_personal("kid", "the thumbprint of a public key"),
        ColumnMap::not_personal("signature", "a signature over a sequence number and a hash"),
        ColumnMap::technical("at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

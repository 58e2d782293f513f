//! A mutation that was done: its key as a hash, its input as a keyed hash, and the id of what it made.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Export, Form, Link, REPLAY_PROTECTION, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub operation: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: Vec<u8>,
    pub input_mac: Vec<u8>,
    pub result_id: Uuid,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "idempotency_keys",
    Link::Subject("subject_id"),
    REPLAY_PROTECTION,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::activity("operation"),
        ColumnMap::not_personal("key_hash", "a digest of what the client chose at random")
            .stored(Form::Hashed),
        ColumnMap::content("input_mac")
            .stored(Form::Hashed)
            .export(Export::Exclude(
                "a keyed digest; the input itself is not kept",
            )),
        ColumnMap::row_id("result_id"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("expires_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

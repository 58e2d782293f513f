//! Erasures that were executed, to be repeated after a backup is restored.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Form, Link, REQUESTS, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure_ledger")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub subject_tombstone: Vec<u8>,
    pub map_hash: Vec<u8>,
    pub executed_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "erasure_ledger",
    Link::through("request_id", "data_subject_requests"),
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("request_id"),
        ColumnMap::pseudonym("subject_tombstone")
            .stored(Form::Hashed)
            .erased_by(TOMBSTONE),
        ColumnMap::not_personal("map_hash", "a digest of this map").stored(Form::Hashed),
        ColumnMap::technical("executed_at"),
    ],
);

const TOMBSTONE: Erase = Erase::Retain {
    ground: "Art. 17(3)(b): to repeat the erasure after a restore, and to stop a silent comeback",
    until: "the tenant leaves",
};

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

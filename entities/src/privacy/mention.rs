//! Where an address stands in free text: a keyed digest of it, and the row. Written with the text, so that an erasure finds
//! the rows without reading them all.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Form, Link, REQUESTS, Retention, TableMap, Terms};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mentions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub identifier_mac: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub location: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_key: String,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "mentions",
    Link::Nobody,
    AS_LONG_AS_THE_TEXT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("identifier_mac")
            .stored(Form::Hashed)
            .linked(Link::Mention)
            .erased_by(Erase::Delete),
        ColumnMap::not_personal("location", "a table of this map"),
        ColumnMap::not_personal("row_key", "the primary key of a row: random ids"),
    ],
);

const AS_LONG_AS_THE_TEXT: Terms = Terms {
    retention: Retention::Tenant,
    ..REQUESTS
};

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

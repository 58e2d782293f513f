//! The signed statement of what an erasure did and what it could not reach.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Link, REQUESTS, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub jws: String,
    pub issued_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "certificates",
    Link::through("request_id", "data_subject_requests"),
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("request_id"),
        ColumnMap::content("jws").erased_by(Erase::PROOF),
        ColumnMap::activity("issued_at").erased_by(Erase::PROOF),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

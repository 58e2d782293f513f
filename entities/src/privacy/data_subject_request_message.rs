//! What a person was told about their request, and when. The words themselves follow from kind and language.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Link, REQUESTS, TableMap};
use crate::tenants::Language;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_subject_request_messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub kind: RequestMessageKind,
    pub language: Language,
    pub mail_id: Option<Uuid>,
    pub sent_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "data_subject_request_messages",
    Link::through("request_id", "data_subject_requests"),
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("request_id"),
        ColumnMap::activity("kind").erased_by(Erase::PROOF),
        ColumnMap::preference("language").erased_by(Erase::PROOF),
        ColumnMap::row_id("mail_id"),
        ColumnMap::activity("sent_at").erased_by(Erase::PROOF),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What the letter was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RequestMessageKind {
    Received,
    Challenge,
    Extended,
    Refused,
    Completed,
    Withdrawn,
}

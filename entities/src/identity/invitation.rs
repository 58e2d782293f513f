//! An offer to join a tenant with given roles. Its subject is the person who was invited.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Export, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub email: String,
    pub email_normalized: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub roles: Json,
    pub token_hash: Vec<u8>,
    pub invited_by: Option<Uuid>,
    pub state: InvitationState,
    pub expires_at: DateTimeUtc,
    pub accepted_at: Option<DateTimeUtc>,
    pub accepted_user_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "invitations",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::contact("email"),
        ColumnMap::contact("email_normalized").export(Export::Exclude(
            "the address as it is compared; the address itself is included",
        )),
        ColumnMap::activity("roles"),
        ColumnMap::credential("token_hash"),
        ColumnMap::pseudonym("invited_by")
            .linked(Link::through("invited_by", "users"))
            .erased_by(Erase::Anonymise),
        ColumnMap::activity("state"),
        ColumnMap::activity("expires_at"),
        ColumnMap::activity("accepted_at"),
        ColumnMap::pseudonym("accepted_user_id"),
        ColumnMap::activity("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Only `pending` can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum InvitationState {
    Pending,
    Accepted,
    Revoked,
    Expired,
}

//! What a session owes to an identity provider, so that a logout there ends it here, and the other way round.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Form, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "federated_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    /// The session's own.
    pub id: Uuid,
    pub subject_id: Uuid,
    pub identity_provider_id: Uuid,
    pub sub: String,
    pub sid: Option<String>,
    pub sealed_id_token: Vec<u8>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "federated_sessions",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::row_id("identity_provider_id"),
        ColumnMap::identity("sub"),
        ColumnMap::identity("sid"),
        ColumnMap::credential("sealed_id_token").stored(Form::Encrypted),
        ColumnMap::activity("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

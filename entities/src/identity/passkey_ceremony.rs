//! A challenge that waits for the answer of a passkey: at an enrolment, a log-in or a step-up.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_ceremonies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// None where nobody has been named yet.
    pub subject_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
    pub key_hash: Vec<u8>,
    /// Nothing of the person is in it.
    pub sealed_state: Vec<u8>,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "passkey_ceremonies",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::credential("key_hash"),
        ColumnMap::credential("sealed_state"),
        ColumnMap::activity("expires_at"),
        ColumnMap::activity("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Who a person is at an identity provider: connection and `sub`, never the e-mail address.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "federated_identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub user_id: Uuid,
    pub identity_provider_id: Uuid,
    pub sub: String,
    pub created_at: DateTimeUtc,
    pub last_log_in_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "federated_identities",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::row_id("identity_provider_id"),
        ColumnMap::identity("sub"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("last_log_in_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! What a tenant permits the platform's operators for a while: to act in the name of one of its people, who consents.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_grants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    /// In whose name.
    pub user_id: Uuid,
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub consented_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "support_grants",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::content("reason"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("expires_at"),
        ColumnMap::activity("consented_at"),
        ColumnMap::activity("revoked_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A role that the groups of one connection give to one user. What any connection gives, stands in `user_roles` as well.

use sea_orm::entity::prelude::*;

use super::group_role_mapping::MappedRole;
use crate::map::{ACCOUNT, ColumnMap, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub identity_provider_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: MappedRole,
    pub subject_id: Uuid,
    pub granted_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "group_roles",
    Link::Subject("subject_id"),
    ACCOUNT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::row_id("identity_provider_id"),
        ColumnMap::activity("role"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::activity("granted_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! One role of one user, with where it came from: a group never takes away what was granted by hand.

use sea_orm::entity::prelude::*;

use crate::map::{ACCOUNT, ColumnMap, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: Role,
    pub subject_id: Uuid,
    pub source: RoleSource,
    pub granted_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "user_roles",
    Link::Subject("subject_id"),
    ACCOUNT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::activity("role"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::activity("source"),
        ColumnMap::activity("granted_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The roles as shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Role {
    Owner,
    Admin,
    SecurityManager,
    SecurityAnalyst,
    Pentester,
    ComplianceOfficer,
    PrivacyOfficer,
    Auditor,
    Viewer,
}

/// Who granted a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RoleSource {
    Manual,
    Group,
}

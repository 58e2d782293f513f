//! Which role a group of an identity provider gives. Never the owner's.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, TENANCY, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_role_mappings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub identity_provider_id: Uuid,
    pub group_name: String,
    pub role: MappedRole,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "group_role_mappings",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("identity_provider_id"),
        ColumnMap::not_personal("group_name", "the name of a group of people"),
        ColumnMap::fixed_set("role"),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The roles that a group can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MappedRole {
    Admin,
    SecurityManager,
    SecurityAnalyst,
    Pentester,
    ComplianceOfficer,
    PrivacyOfficer,
    Auditor,
    Viewer,
}

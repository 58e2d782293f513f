//! What a tenant demands of those who log in. Without a row, nothing beyond what the installation does.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, TENANCY, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub second_factor: SecondFactorPolicy,
    pub single_sign_on: SingleSignOnPolicy,
    pub session_idle_minutes: Option<i32>,
    pub version: i32,
    pub updated_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "access_policies",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::fixed_set("second_factor"),
        ColumnMap::fixed_set("single_sign_on"),
        ColumnMap::technical("session_idle_minutes"),
        ColumnMap::technical("version"),
        ColumnMap::technical("updated_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who must have a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SecondFactorPolicy {
    #[default]
    Off,
    Administrators,
    All,
}

/// Whether people log in through the tenant's identity providers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SingleSignOnPolicy {
    #[default]
    Optional,
    Required,
}

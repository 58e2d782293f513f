//! A company that uses the platform. Read before any session exists, so it belongs to no tenant itself.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, TENANCY, TableMap};
use crate::tenants::Language;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub status: TenantStatus,
    pub scans_stopped_at: Option<DateTimeUtc>,
    pub language: Language,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub job_weight: i32,
    pub running_scans: Option<i32>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "tenants",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("id"),
        ColumnMap::not_personal(
            "slug",
            "chosen by an organisation for itself, and public: it is part of log-in addresses",
        ),
        ColumnMap::not_personal(
            "name",
            "the name of an organisation; a sole trader's goes when the tenant goes",
        ),
        ColumnMap::fixed_set("status"),
        ColumnMap::technical("scans_stopped_at"),
        ColumnMap::fixed_set("language"),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("job_weight"),
        ColumnMap::technical("running_scans"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Where a tenant stands; `canary` is the one whose rows prove that a residue scan reads, `platform` the operators' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum TenantStatus {
    Active,
    Suspended,
    Offboarding,
    Canary,
    Platform,
}

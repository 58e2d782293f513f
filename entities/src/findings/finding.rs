//! A weakness of an asset: one row per fingerprint, however many scans saw it.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Form, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "findings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub asset_id: Uuid,
    pub scan_id: Uuid,
    pub fingerprint: String,
    pub check_id: String,
    pub title: String,
    pub description: String,
    pub remediation: String,
    pub evidence: String,
    pub location: String,
    pub severity: Severity,
    pub severity_rank: i32,
    pub state: FindingState,
    pub cvss_vector: Option<String>,
    pub cvss_score: Option<f64>,
    pub first_seen_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub sla_due_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "findings",
    Link::Nobody,
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("asset_id"),
        ColumnMap::row_id("scan_id"),
        ColumnMap::not_personal("fingerprint", "a digest of what was found and where")
            .stored(Form::Hashed),
        ColumnMap::not_personal("check_id", "the name of a check"),
        ColumnMap::free_text("title"),
        ColumnMap::free_text("description"),
        ColumnMap::free_text("remediation"),
        ColumnMap::free_text("evidence"),
        ColumnMap::target("location"),
        ColumnMap::fixed_set("severity"),
        ColumnMap::technical("severity_rank"),
        ColumnMap::fixed_set("state"),
        ColumnMap::not_personal("cvss_vector", "a vector of scores"),
        ColumnMap::technical("cvss_score"),
        ColumnMap::technical("first_seen_at"),
        ColumnMap::technical("last_seen_at"),
        ColumnMap::technical("sla_due_at"),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("updated_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// From the worst down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Severity {
    Critical,
    High,
    Medium,
    Low,
    Info,
}

/// The legal edges between these are one table in the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum FindingState {
    Open,
    Confirmed,
    InRemediation,
    FixedUnverified,
    Mitigated,
    FalsePositive,
    RiskAccepted,
    Duplicate,
}

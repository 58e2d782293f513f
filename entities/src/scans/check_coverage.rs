//! What a scan looked at and what came of it; only `not_vulnerable` may close a finding.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "check_coverage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub scan_id: Uuid,
    pub step_id: Uuid,
    pub check_id: String,
    pub location: String,
    pub outcome: CoverageOutcome,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "check_coverage",
    Link::Nobody,
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("scan_id"),
        ColumnMap::row_id("step_id"),
        ColumnMap::not_personal("check_id", "the name of a check"),
        ColumnMap::target("location"),
        ColumnMap::fixed_set("outcome"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The result of one check at one location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CoverageOutcome {
    Vulnerable,
    NotVulnerable,
    Inconclusive,
    NotTested,
}

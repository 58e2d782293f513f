//! One run of a profile against one asset.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, Erase, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub asset_id: Uuid,
    pub subject_id: Option<Uuid>,
    pub job_id: Option<Uuid>,
    pub profile: ScanProfile,
    pub state: ScanState,
    pub error_code: Option<String>,
    pub cancel_requested_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "scans",
    Link::Subject("subject_id"),
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("asset_id"),
        ColumnMap::pseudonym("subject_id").erased_by(Erase::Anonymise),
        ColumnMap::row_id("job_id"),
        ColumnMap::fixed_set("profile"),
        ColumnMap::fixed_set("state"),
        ColumnMap::not_personal("error_code", ERROR_CODE),
        ColumnMap::technical("cancel_requested_at"),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("started_at"),
        ColumnMap::technical("finished_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How deep a scan goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ScanProfile {
    Quick,
    Web,
    Full,
}

/// A scan that is not `completed` is never shown as clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ScanState {
    Queued,
    Authorizing,
    Running,
    Completed,
    CompletedPartially,
    Failed,
    Cancelled,
    Killed,
    Expired,
}

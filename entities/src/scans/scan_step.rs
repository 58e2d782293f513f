//! One engine's part of a scan, with what it used and what it was kept from.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, Form, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scan_steps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub scan_id: Uuid,
    pub position: i32,
    pub engine: String,
    pub engine_version: String,
    pub argv_hash: Option<Vec<u8>>,
    pub state: ScanStepState,
    pub exit_code: Option<i32>,
    pub cpu_ms: Option<i64>,
    pub rss_bytes: Option<i64>,
    pub bytes_received: i64,
    pub blocked_connects: i32,
    pub finding_count: i32,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "scan_steps",
    Link::Nobody,
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("scan_id"),
        ColumnMap::technical("position"),
        ColumnMap::not_personal("engine", "the name of an engine"),
        ColumnMap::not_personal("engine_version", "a version of an engine"),
        ColumnMap::not_personal("argv_hash", "a digest of arguments").stored(Form::Hashed),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("exit_code"),
        ColumnMap::technical("cpu_ms"),
        ColumnMap::technical("rss_bytes"),
        ColumnMap::technical("bytes_received"),
        ColumnMap::technical("blocked_connects"),
        ColumnMap::technical("finding_count"),
        ColumnMap::not_personal("error_code", ERROR_CODE),
        ColumnMap::free_text("error_message"),
        ColumnMap::technical("started_at"),
        ColumnMap::technical("finished_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ScanStepState {
    Pending,
    Running,
    Completed,
    CompletedPartially,
    Failed,
    Cancelled,
    Skipped,
}

//! One location's part of a request, with its cursor, so that a kill costs nothing.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, Link, REQUESTS, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_subject_request_tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub location: String,
    pub strategy: String,
    pub state: RequestTaskState,
    pub rows_planned: i64,
    pub rows_done: i64,
    pub cursor: Option<String>,
    pub error_code: Option<String>,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "data_subject_request_tasks",
    Link::Nobody,
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("request_id"),
        ColumnMap::not_personal("location", "a location of this map"),
        ColumnMap::not_personal("strategy", "a strategy of this map"),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("rows_planned"),
        ColumnMap::technical("rows_done"),
        ColumnMap::not_personal(
            "cursor",
            "the key of the last row that was done: random ids",
        ),
        ColumnMap::not_personal("error_code", ERROR_CODE),
        ColumnMap::technical("started_at"),
        ColumnMap::technical("finished_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// `blocked` is never passed off as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RequestTaskState {
    Pending,
    Running,
    Done,
    Blocked,
    Skipped,
}

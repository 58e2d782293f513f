//! A unit of work. This row is the truth about it; whatever Redis holds is a hint.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, Erase, JOBS, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub class: JobClass,
    pub state: JobState,
    pub priority: i32,
    pub run_at: DateTimeUtc,
    pub attempt: i32,
    pub max_attempts: i32,
    pub epoch: i64,
    pub lease_token: Option<Uuid>,
    pub lease_until: Option<DateTimeUtc>,
    pub dispatched_at: Option<DateTimeUtc>,
    pub cancel_requested_at: Option<DateTimeUtc>,
    pub dedupe_key: Option<String>,
    pub subject_ref: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub args: Json,
    pub progress_done: Option<i64>,
    pub progress_total: Option<i64>,
    pub progress_unit: Option<String>,
    pub progress_phase: Option<String>,
    pub error_code: Option<String>,
    pub trace_parent: Option<String>,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
    pub target_key: Option<Uuid>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "jobs",
    Link::Subject("subject_ref"),
    JOBS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::not_personal("kind", "the name of a kind of job"),
        ColumnMap::fixed_set("class"),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("priority"),
        ColumnMap::technical("run_at"),
        ColumnMap::technical("attempt"),
        ColumnMap::technical("max_attempts"),
        ColumnMap::technical("epoch"),
        ColumnMap::row_id("lease_token"),
        ColumnMap::technical("lease_until"),
        ColumnMap::technical("dispatched_at"),
        ColumnMap::technical("cancel_requested_at"),
        ColumnMap::not_personal("dedupe_key", "names of kinds, and ids"),
        ColumnMap::pseudonym("subject_ref").erased_by(Erase::Anonymise),
        ColumnMap::not_personal("args", "ids only"),
        ColumnMap::technical("progress_done"),
        ColumnMap::technical("progress_total"),
        ColumnMap::not_personal("progress_unit", "the name of a unit"),
        ColumnMap::not_personal("progress_phase", "the name of a phase"),
        ColumnMap::not_personal("error_code", ERROR_CODE),
        ColumnMap::not_personal("trace_parent", "random ids of a trace"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("started_at"),
        ColumnMap::technical("finished_at"),
        ColumnMap::technical("updated_at"),
        ColumnMap::not_personal(
            "target_key",
            "a keyed hash of the name of a target's machine",
        ),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Each class has a pool of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum JobClass {
    Erasure,
    Interactive,
    Scan,
    Webhook,
    Maintenance,
}

/// `failed` is the dead-letter list; `waiting` waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum JobState {
    Queued,
    Running,
    Waiting,
    Succeeded,
    Failed,
    Cancelled,
}

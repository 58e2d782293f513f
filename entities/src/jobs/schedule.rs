//! A platform schedule.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, INFRASTRUCTURE, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "schedules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub cron: String,
    pub job_kind: String,
    pub enabled: bool,
    pub time_zone: String,
    pub since: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "schedules",
    Link::Nobody,
    INFRASTRUCTURE,
    &[
        ColumnMap::not_personal("name", "the name of a schedule"),
        ColumnMap::not_personal("cron", "a cron expression"),
        ColumnMap::not_personal("job_kind", "the name of a kind of job"),
        ColumnMap::technical("enabled"),
        ColumnMap::not_personal("time_zone", "the name of a time zone"),
        ColumnMap::technical("since"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

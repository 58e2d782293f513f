//! A step whose effect is in the database already: the second attempt skips it.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, JOBS, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_effects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: String,
    pub effect_key: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub result: Option<Json>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "job_effects",
    Link::Nobody,
    JOBS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("job_id"),
        ColumnMap::not_personal("step", "the name of a step"),
        ColumnMap::not_personal("effect_key", "names of steps, and ids"),
        ColumnMap::not_personal("result", "ids and counts"),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

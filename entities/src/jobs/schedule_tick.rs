//! A tick that fired; its key lets any number of schedulers fire it once.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, INFRASTRUCTURE, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule_ticks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub schedule_name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tick: DateTimeUtc,
    pub fired_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "schedule_ticks",
    Link::Nobody,
    INFRASTRUCTURE,
    &[
        ColumnMap::not_personal("schedule_name", "the name of a schedule"),
        ColumnMap::technical("tick"),
        ColumnMap::technical("fired_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A platform-wide stop: its epoch grows each time it is pulled.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, INFRASTRUCTURE, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kill_switches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub epoch: i64,
    pub engaged_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "kill_switches",
    Link::Nobody,
    INFRASTRUCTURE,
    &[
        ColumnMap::not_personal("name", "the name of a switch"),
        ColumnMap::technical("epoch"),
        ColumnMap::technical("engaged_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

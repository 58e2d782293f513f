//! A rate limit that an operator changed; without a row, the settings count. Platform-wide.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, INFRASTRUCTURE, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rate_limit_policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: PolicyScope,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit: PolicyUnit,
    pub mode: PolicyMode,
    pub windows: String,
    pub updated_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "rate_limit_policies",
    Link::Nobody,
    INFRASTRUCTURE,
    &[
        ColumnMap::fixed_set("scope"),
        ColumnMap::not_personal(
            "subject",
            "the name of an operation or a role, or the id of a tenant; never a person",
        ),
        ColumnMap::fixed_set("unit"),
        ColumnMap::fixed_set("mode"),
        ColumnMap::not_personal("windows", "numbers and seconds"),
        ColumnMap::technical("updated_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Whose requests share a limit, from the most specific to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum PolicyScope {
    /// One caller's uses of one root field.
    Operation,
    /// A user or an API key.
    Caller,
    /// Everybody of a tenant who has a role.
    Role,
    /// A tenant.
    Tenant,
    /// An IPv4 address, an IPv6 /64.
    Address,
    /// Everybody.
    Global,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum PolicyUnit {
    /// Requests.
    Requests,
    /// Cost points of operations.
    Points,
}

/// What happens above a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum PolicyMode {
    /// The request is refused.
    Enforce,
    /// It is counted.
    Shadow,
    /// Nothing.
    Off,
}

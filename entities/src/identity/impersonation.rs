//! One time that an operator of the platform acts in the name of a person, by a grant.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "impersonations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub grant_id: Uuid,
    /// A user of the platform's own tenant.
    pub operator_id: Uuid,
    /// The same in audit trails.
    pub operator_pid: Uuid,
    pub reason: String,
    /// What opens the session, once.
    pub ticket_hash: Vec<u8>,
    pub ticket_expires_at: DateTimeUtc,
    /// None until the ticket was used.
    pub session_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "impersonations",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::row_id("grant_id"),
        ColumnMap::pseudonym("operator_id"),
        ColumnMap::pseudonym("operator_pid"),
        ColumnMap::content("reason"),
        ColumnMap::credential("ticket_hash"),
        ColumnMap::activity("ticket_expires_at"),
        ColumnMap::row_id("session_id"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("ended_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A domain that a tenant says is its own; verified by a TXT record.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Link, TENANCY, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant_domains")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub domain: String,
    pub token: String,
    pub state: DomainState,
    pub checked_at: Option<DateTimeUtc>,
    pub verified_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "tenant_domains",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::not_personal("domain", "a domain of a company"),
        ColumnMap::not_personal("token", "published in the domain name system"),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("checked_at"),
        ColumnMap::technical("verified_at"),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Only a verified domain leads people to the tenant's providers, and lets accounts be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum DomainState {
    Pending,
    Verified,
}

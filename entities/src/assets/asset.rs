//! Something a tenant wants tested. Nothing reaches it before its ownership is proven.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Option<Uuid>,
    pub name: String,
    pub kind: AssetKind,
    pub address: String,
    pub host: String,
    pub port: Option<i32>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "assets",
    Link::Subject("subject_id"),
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id").erased_by(Erase::Anonymise),
        ColumnMap::free_text("name"),
        ColumnMap::fixed_set("kind"),
        ColumnMap::target("address"),
        ColumnMap::target("host"),
        ColumnMap::technical("port"),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("updated_at"),
        ColumnMap::technical("deleted_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What the address means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AssetKind {
    Web,
    Host,
    Cidr,
    Repository,
}

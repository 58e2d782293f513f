//! Which tenant a connection or a verified domain belongs to: asked before anybody has logged in.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, INFRASTRUCTURE, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "federation_routes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: RouteKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub owner_id: Uuid,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "federation_routes",
    Link::Nobody,
    INFRASTRUCTURE,
    &[
        ColumnMap::fixed_set("kind"),
        ColumnMap::not_personal("name", "a domain of a company, or the id of a connection"),
        ColumnMap::row_id("owner_id"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What leads to a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RouteKind {
    IdentityProvider,
    Domain,
}

//! A person about whom a tenant holds data. Its state is what the erasure fence reads.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Link, REQUESTS, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_subjects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: SubjectKind,
    pub state: SubjectState,
    pub created_at: DateTimeUtc,
    pub erased_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "data_subjects",
    Link::Subject("id"),
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("id").erased_by(Erase::PROOF),
        ColumnMap::fixed_set("kind"),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("erased_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A `contact` has no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SubjectKind {
    User,
    Contact,
}

/// Nothing new is linked to a subject that is not `active`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SubjectState {
    Active,
    Erasing,
    Erased,
}

//! The history of a finding. Rows are only added; erasure alone may change one.

use sea_orm::entity::prelude::*;

use super::FindingState;
use crate::map::{ColumnMap, Erase, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub finding_id: Uuid,
    pub subject_id: Option<Uuid>,
    pub at: DateTimeUtc,
    pub kind: FindingEventKind,
    pub from_state: Option<FindingState>,
    pub to_state: Option<FindingState>,
    pub note: Option<String>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "finding_events",
    Link::Subject("subject_id"),
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("finding_id"),
        ColumnMap::pseudonym("subject_id").erased_by(Erase::Anonymise),
        ColumnMap::technical("at"),
        ColumnMap::fixed_set("kind"),
        ColumnMap::fixed_set("from_state"),
        ColumnMap::fixed_set("to_state"),
        ColumnMap::free_text("note"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum FindingEventKind {
    Opened,
    Reopened,
    StateChanged,
    Seen,
    Closed,
    Comment,
}

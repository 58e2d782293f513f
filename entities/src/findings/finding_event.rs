//! The history of a finding. Rows are only added; erasure alone may change one.

use sea_orm::entity::prelude::*;

use super::FindingState;

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

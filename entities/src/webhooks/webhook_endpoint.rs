//! An address that a tenant wants to be told at, and what about.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Erase, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoints")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Option<Uuid>,
    pub url: String,
    pub description: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub events: Json,
    pub state: WebhookEndpointState,
    pub disabled_reason: Option<WebhookDisabledReason>,
    pub disabled_at: Option<DateTimeUtc>,
    pub failing_since: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "webhook_endpoints",
    Link::Subject("subject_id"),
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id").erased_by(Erase::Anonymise),
        ColumnMap::target("url"),
        ColumnMap::free_text("description"),
        ColumnMap::not_personal("events", "the names of kinds of events"),
        ColumnMap::fixed_set("state"),
        ColumnMap::fixed_set("disabled_reason"),
        ColumnMap::technical("disabled_at"),
        ColumnMap::technical("failing_since"),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("updated_at"),
        ColumnMap::technical("deleted_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Only an enabled endpoint is told anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum WebhookEndpointState {
    Enabled,
    Disabled,
}

/// Who or what disabled an endpoint: an administrator, its answer 410, or days without one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum WebhookDisabledReason {
    Requested,
    Gone,
    Failing,
}

//! One event on its way to one endpoint. What is sent is made of this row, so that every attempt sends the same.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, JOBS, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub endpoint_id: Uuid,
    pub event: String,
    pub object: String,
    pub occurred_at: DateTimeUtc,
    pub state: WebhookDeliveryState,
    pub attempts: i32,
    pub last_attempt_at: Option<DateTimeUtc>,
    pub last_status: Option<i32>,
    pub error_code: Option<String>,
    pub next_attempt_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub job_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "webhook_deliveries",
    Link::Nobody,
    JOBS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("endpoint_id"),
        ColumnMap::not_personal("event", "the name of a kind of event"),
        ColumnMap::not_personal("object", "the public id of a row"),
        ColumnMap::technical("occurred_at"),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("attempts"),
        ColumnMap::technical("last_attempt_at"),
        ColumnMap::technical("last_status"),
        ColumnMap::not_personal("error_code", ERROR_CODE),
        ColumnMap::technical("next_attempt_at"),
        ColumnMap::technical("finished_at"),
        ColumnMap::row_id("job_id"),
        ColumnMap::technical("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// `failed` after the last attempt; it can be sent again. `cancelled` with its endpoint or its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum WebhookDeliveryState {
    Pending,
    Delivered,
    Failed,
    Cancelled,
}

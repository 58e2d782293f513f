//! A log-in on its way to a provider and back, or a ticket for one. Each works once, and for minutes.

use sea_orm::entity::prelude::*;

use super::SessionDelivery;
use crate::map::{ColumnMap, KEY_MATERIAL, LOG_IN, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "federation_states")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Option<Uuid>,
    pub identity_provider_id: Uuid,
    pub intent: FederationIntent,
    pub delivery: SessionDelivery,
    pub token_hash: Vec<u8>,
    pub binding_hash: Option<Vec<u8>>,
    pub nonce_hash: Option<Vec<u8>>,
    pub sealed_secret: Option<Vec<u8>>,
    pub return_to: Option<String>,
    pub challenge: Option<String>,
    pub user_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub provider_version: i32,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "federation_states",
    Link::Subject("subject_id"),
    LOG_IN,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::row_id("identity_provider_id"),
        ColumnMap::activity("intent"),
        ColumnMap::activity("delivery"),
        ColumnMap::credential("token_hash"),
        ColumnMap::credential("binding_hash"),
        ColumnMap::credential("nonce_hash"),
        ColumnMap::not_personal("sealed_secret", KEY_MATERIAL).never_logged(),
        ColumnMap::activity("return_to"),
        ColumnMap::credential("challenge"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::pseudonym("session_id"),
        ColumnMap::technical("provider_version"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("expires_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What the person went to the provider for. `redeem` is the code that a program gets afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum FederationIntent {
    #[sea_orm(string_value = "login")]
    LogIn,
    Link,
    StepUp,
    Test,
    Redeem,
    Logout,
}

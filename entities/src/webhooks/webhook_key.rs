//! A key that signs what an endpoint is told. While one replaces another, both sign.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, KEY_MATERIAL, Link, TENANCY, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub endpoint_id: Uuid,
    pub scheme: WebhookSignatureScheme,
    pub sealed_key: Vec<u8>,
    pub public_key: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub expires_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "webhook_keys",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("endpoint_id"),
        ColumnMap::fixed_set("scheme"),
        ColumnMap::not_personal("sealed_key", KEY_MATERIAL).never_logged(),
        ColumnMap::not_personal("public_key", "a public key of the platform"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("expires_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// `v1` and `v1a` of Standard Webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum WebhookSignatureScheme {
    #[sea_orm(string_value = "hmac_sha256")]
    HmacSha256,
    #[sea_orm(string_value = "ed25519")]
    Ed25519,
}

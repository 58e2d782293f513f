//! One attempt to prove that a tenant owns an asset.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, Form, Link, TESTING, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_verifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub asset_id: Uuid,
    pub method: VerificationMethod,
    pub token_hash: Vec<u8>,
    pub state: VerificationState,
    #[sea_orm(column_type = "JsonBinary")]
    pub resolved_ips: Option<Json>,
    pub error_code: Option<String>,
    pub requested_at: DateTimeUtc,
    pub checked_at: Option<DateTimeUtc>,
    pub verified_at: Option<DateTimeUtc>,
    pub expires_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "asset_verifications",
    Link::Nobody,
    TESTING,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::row_id("asset_id"),
        ColumnMap::fixed_set("method"),
        ColumnMap::not_personal("token_hash", "a digest of a random challenge")
            .stored(Form::Hashed),
        ColumnMap::fixed_set("state"),
        ColumnMap::target("resolved_ips"),
        ColumnMap::not_personal("error_code", ERROR_CODE),
        ColumnMap::technical("requested_at"),
        ColumnMap::technical("checked_at"),
        ColumnMap::technical("verified_at"),
        ColumnMap::technical("expires_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Where the challenge is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VerificationMethod {
    DnsTxt,
    HttpFile,
}

/// `unreachable` says nothing about ownership; `failed` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VerificationState {
    Pending,
    Verified,
    Failed,
    Unreachable,
    Expired,
    Revoked,
}

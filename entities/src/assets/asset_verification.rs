//! One attempt to prove that a tenant owns an asset.

use sea_orm::entity::prelude::*;

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

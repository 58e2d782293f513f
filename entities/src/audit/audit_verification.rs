//! How far a tenant's chain has been verified, and where it broke.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_verifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub verified_seq: i64,
    pub verified_hash: Vec<u8>,
    pub broken_at: Option<i64>,
    pub checked_at: DateTimeUtc,
    pub fully_checked_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

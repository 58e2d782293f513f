//! The platform's own signing keys: the private half wrapped, the public half published.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, INFRASTRUCTURE, KEY_MATERIAL, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub purpose: SigningKeyPurpose,
    pub kid: String,
    pub public_key: Vec<u8>,
    pub wrapped_key: Vec<u8>,
    pub master_generation: i32,
    pub state: SigningKeyState,
    pub created_at: DateTimeUtc,
    pub activated_at: Option<DateTimeUtc>,
    pub retired_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "signing_keys",
    Link::Nobody,
    INFRASTRUCTURE,
    &[
        ColumnMap::row_id("id"),
        ColumnMap::fixed_set("purpose"),
        ColumnMap::not_personal("kid", "the thumbprint of a public key"),
        ColumnMap::not_personal("public_key", "a public key of the platform"),
        ColumnMap::not_personal("wrapped_key", KEY_MATERIAL).never_logged(),
        ColumnMap::technical("master_generation"),
        ColumnMap::fixed_set("state"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("activated_at"),
        ColumnMap::technical("retired_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SigningKeyPurpose {
    AccessToken,
    Certificate,
    Checkpoint,
}

/// `next` is published a day before it signs; `retired` still verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SigningKeyState {
    Next,
    Active,
    Retired,
}

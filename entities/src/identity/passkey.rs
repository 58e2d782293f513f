//! A passkey of a person: its public key and counter, sealed under the person's key.

use sea_orm::entity::prelude::*;

use crate::map::{ACCOUNT, ColumnMap, Export, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub user_id: Uuid,
    pub credential_id: Vec<u8>,
    /// Nothing of the person is in it.
    pub sealed_credential: Vec<u8>,
    pub name: String,
    pub last_used_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "passkeys",
    Link::Subject("subject_id"),
    ACCOUNT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::pseudonym("user_id"),
        ColumnMap::credential("credential_id"),
        ColumnMap::credential("sealed_credential"),
        ColumnMap::identity("name").export(Export::IncludePortable),
        ColumnMap::activity("last_used_at"),
        ColumnMap::activity("created_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

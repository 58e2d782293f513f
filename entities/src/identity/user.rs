//! An account of one person in one tenant. The same person elsewhere is another user.

use sea_orm::entity::prelude::*;

use crate::map::{ACCOUNT, ColumnMap, Export, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub email: String,
    pub email_normalized: String,
    pub display_name: String,
    pub password_hash: Option<String>,
    pub status: UserStatus,
    pub authz_epoch: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub deactivated_at: Option<DateTimeUtc>,
    pub kind: UserKind,
    /// In a row, from devices that are not known.
    pub failed_log_ins: i32,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "users",
    Link::Subject("subject_id"),
    ACCOUNT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::pseudonym("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::contact("email").export(Export::IncludePortable),
        ColumnMap::contact("email_normalized").export(Export::Exclude(
            "the address as it is compared; the address itself is included",
        )),
        ColumnMap::identity("display_name").export(Export::IncludePortable),
        ColumnMap::credential("password_hash"),
        ColumnMap::activity("status"),
        ColumnMap::technical("authz_epoch"),
        ColumnMap::technical("version"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("updated_at"),
        ColumnMap::activity("deactivated_at"),
        ColumnMap::activity("kind"),
        ColumnMap::activity("failed_log_ins"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Deactivated users keep their row and lose every session at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum UserStatus {
    Active,
    Deactivated,
}

/// A service account is a program's: it has no password and owns API keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum UserKind {
    Person,
    ServiceAccount,
}

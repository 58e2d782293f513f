//! What an event says about one person, encrypted under that person's key and committed to by the event.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Form, Link, SECURITY_LOG, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_payloads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub seq: i64,
    pub subject_id: Option<Uuid>,
    pub class: String,
    pub expires_at: Option<DateTimeUtc>,
    pub salt: Vec<u8>,
    pub ciphertext: Vec<u8>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "audit_payloads",
    Link::Subject("subject_id"),
    SECURITY_LOG,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::technical("seq"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::not_personal("class", "the name of a retention class"),
        ColumnMap::technical("expires_at"),
        ColumnMap::not_personal("salt", "random bytes").never_logged(),
        ColumnMap::content("ciphertext").stored(Form::Encrypted),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

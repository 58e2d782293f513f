//! A mail that waits to be sent. Recipient, subject and body are one ciphertext.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, Form, Link, MAILS, TableMap};
use crate::tenants::Language;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outgoing_mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub kind: String,
    pub language: Language,
    pub ciphertext: Vec<u8>,
    pub state: MailState,
    pub job_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::deleted(
    "outgoing_mails",
    Link::Subject("subject_id"),
    MAILS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id"),
        ColumnMap::activity("kind"),
        ColumnMap::preference("language"),
        ColumnMap::content("ciphertext").stored(Form::Encrypted),
        ColumnMap::activity("state"),
        ColumnMap::row_id("job_id"),
        ColumnMap::activity("created_at"),
        ColumnMap::activity("sent_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// `failed` after the last attempt of its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MailState {
    Queued,
    Sent,
    Failed,
}

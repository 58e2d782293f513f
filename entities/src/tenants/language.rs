//! The languages in which letters, mails and reports exist.

use sea_orm::entity::prelude::*;

/// Chosen per tenant and per request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Language {
    En,
    De,
}

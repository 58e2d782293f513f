//! In which language people are written to.

use async_graphql::Enum;

/// In which language people are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::tenants::Language")]
pub enum MessageLanguage {
    /// English.
    En,
    /// German.
    De,
}

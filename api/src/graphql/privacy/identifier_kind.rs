//! What kind of text identifies a person.

use async_graphql::Enum;

/// What kind of text identifies a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::privacy::IdentifierKind")]
pub enum IdentifierKind {
    /// An e-mail address: it counts only where it stands as a whole.
    Email,
    /// Any other text: a telephone number, a customer number, a handle.
    Text,
}

//! Whose an account is.

use async_graphql::Enum;

/// Whose an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::UserKind")]
pub enum UserKind {
    /// A person, who logs in.
    Person,
    /// A program, which comes with API keys and can't log in.
    ServiceAccount,
}

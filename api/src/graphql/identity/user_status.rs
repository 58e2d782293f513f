//! Whether somebody may log in.

use async_graphql::Enum;

/// Whether somebody may log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::UserStatus")]
pub enum UserStatus {
    /// May log in.
    Active,
    /// May not, and has lost every session.
    Deactivated,
}

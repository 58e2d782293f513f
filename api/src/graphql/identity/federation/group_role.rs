//! Which role a group gives.

use async_graphql::{InputObject, SimpleObject};

use crate::graphql::identity::Role;

/// A group of the identity provider, and a role that it gives.
#[derive(SimpleObject)]
pub struct GroupRole {
    /// The group, as the provider names it.
    pub group: String,
    /// The role.
    pub role: Role,
}

/// A group of the identity provider, and a role that it shall give.
#[derive(InputObject)]
pub struct GroupRoleInput {
    /// The group, as the provider names it.
    pub group: String,
    /// The role; never `OWNER`.
    pub role: Role,
}

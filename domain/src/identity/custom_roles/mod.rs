//! Roles that a tenant makes out of permissions, beside the shipped ones. Nobody makes or gives a role that permits more than
//! they may do themselves.

mod create_custom_role;
mod delete_custom_role;
mod list_custom_roles;
mod role_rules;
mod update_custom_role;
mod update_user_custom_roles;

pub use create_custom_role::{CreateCustomRole, create_custom_role};
pub use delete_custom_role::delete_custom_role;
pub use list_custom_roles::{count_custom_roles, custom_roles, load_custom_roles};
pub use update_custom_role::{UpdateCustomRole, update_custom_role};
pub use update_user_custom_roles::{UpdateUserCustomRoles, update_user_custom_roles};

//! What a role may be.

use crate::identity::owner_rules::check_held;
use crate::identity::{Actor, DisplayName, InputErrors, Permission};
use crate::{AppError, UserErrorCode};

/// A role as it is asked for, checked: its name, and permissions that the actor holds.
pub(super) fn check(
    actor: &Actor,
    name: &str,
    permissions: &[String],
) -> Result<(String, Vec<Permission>), AppError> {
    let mut errors = InputErrors::default();
    let name = errors.parse::<DisplayName>("name", name);
    let mut known = Vec::with_capacity(permissions.len());
    for permission in permissions {
        if let Ok(permission) = permission.parse::<Permission>() {
            known.push(permission);
        } else {
            let message =
                "a permission is written like scans:read; `viewer { permissions }` lists yours";
            errors.add(UserErrorCode::InvalidInput, "permissions", message);
        }
    }
    if permissions.is_empty() {
        let message = "give at least one permission, such as scans:read";
        errors.add(UserErrorCode::InvalidInput, "permissions", message);
    }
    let Some(name) = name.filter(|_| errors.is_empty()) else {
        return Err(errors.into_error());
    };
    known.sort_unstable();
    known.dedup();
    check_held(actor, &known, "permissions")?;
    Ok((name.into_string(), known))
}

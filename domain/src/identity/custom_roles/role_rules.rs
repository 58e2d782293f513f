//! What a role may be.

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

/// Nobody gives what they do not hold.
pub(super) fn check_held(
    actor: &Actor,
    permissions: &[Permission],
    path: &str,
) -> Result<(), AppError> {
    if permissions
        .iter()
        .all(|permission| actor.holds(*permission))
    {
        return Ok(());
    }
    let message = "this permits more than you may do yourself";
    Err(AppError::user(UserErrorCode::InvalidInput, path, message))
}

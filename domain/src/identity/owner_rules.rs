//! Owners hold every permission, so only owners make, change or remove owners, and a tenant never loses its last one.

use uuid::Uuid;

use super::queries::{User, lock_owners};
use super::{Actor, Permission, Role};
use crate::db::TenantTx;
use crate::{AppError, UserErrorCode};

/// Only an owner may give the owner's role.
pub(super) fn check_grant(actor: &Actor, roles: &[Role]) -> Result<(), AppError> {
    if roles.contains(&Role::Owner) && !actor.is_owner() {
        let message = "only an owner can make somebody an owner";
        return Err(AppError::user(UserErrorCode::OwnerOnly, "roles", message));
    }
    if actor.api_key.is_some() {
        return check_held(actor, roles);
    }
    Ok(())
}

/// Gives nothing that the actor does not hold: for keys, and for what acts without a person.
pub(super) fn check_held(actor: &Actor, roles: &[Role]) -> Result<(), AppError> {
    let is_given = |permission: &Permission| roles.iter().any(|role| permission.is_held_by(*role));
    if Permission::ALL
        .iter()
        .filter(|permission| is_given(permission))
        .all(|permission| actor.holds(*permission))
    {
        return Ok(());
    }
    let message = "these roles permit more than you may do yourself";
    Err(AppError::user(
        UserErrorCode::InvalidInput,
        "roles",
        message,
    ))
}

/// A program is never an owner.
pub(super) fn check_service_account(roles: &[Role]) -> Result<(), AppError> {
    if roles.contains(&Role::Owner) {
        let message = "a service account can't be an owner; give it the roles that it needs";
        return Err(AppError::user(UserErrorCode::OwnerOnly, "roles", message));
    }
    Ok(())
}

/// Only an owner may change an owner, and not the last one if the role goes. The tenant's owners stay locked.
pub(super) async fn check_removal(
    tx: &TenantTx,
    actor: &Actor,
    target: &User,
    does_stay_owner: bool,
    path: &str,
) -> Result<(), AppError> {
    if !target.roles.contains(&Role::Owner) {
        return Ok(());
    }
    if !actor.is_owner() {
        let message = "only an owner can change an owner";
        return Err(AppError::user(UserErrorCode::OwnerOnly, path, message));
    }
    let owners: Vec<Uuid> = lock_owners(tx).await?;
    if !does_stay_owner && owners.iter().all(|owner| *owner == target.id) {
        let message = "this is the last owner of the tenant; make somebody else an owner first";
        return Err(AppError::user(UserErrorCode::LastOwner, path, message));
    }
    Ok(())
}

/// Everybody has a role.
pub(super) fn check_any(roles: &[Role]) -> Result<(), AppError> {
    if roles.is_empty() {
        let message = "give at least one role";
        return Err(AppError::user(
            UserErrorCode::InvalidInput,
            "roles",
            message,
        ));
    }
    Ok(())
}

//! Owners hold every permission, so only owners make, change or remove owners, and a tenant never loses its last one.

use uuid::Uuid;

use super::queries::{User, lock_owners};
use super::{Actor, Permission, Role, require_step_up};
use crate::db::TenantTx;
use crate::{AppError, UserErrorCode};

/// Who gives these roles: an owner all of them, an administrator all but those of owners and privacy officers, everybody
/// else, and every key, those that permit nothing which they may not do themselves.
pub(super) fn check_grant(actor: &Actor, roles: &[Role], path: &str) -> Result<(), AppError> {
    if actor.is_owner() {
        return Ok(());
    }
    if roles.contains(&Role::Owner) {
        let message = "only an owner can make somebody an owner";
        return Err(AppError::user(UserErrorCode::OwnerOnly, path, message));
    }
    let is_administrator = actor.api_key.is_none() && actor.roles.contains(&Role::Admin);
    let is_to_check = |role: &Role| !is_administrator || *role == Role::PrivacyOfficer;
    let roles: Vec<Role> = roles.iter().copied().filter(is_to_check).collect();
    check_roles_held(actor, &roles, path)
}

/// Whoever makes somebody an owner or an administrator has just proven who they are: a session that was left open or
/// stolen makes no lasting way in. A key can't prove anything; it gives no more than it has.
pub(super) async fn require_step_up_to_grant(
    tx: &TenantTx,
    actor: &Actor,
    gives: impl Fn(Permission) -> bool,
) -> Result<(), AppError> {
    let mut administration = Permission::ALL
        .into_iter()
        .filter(|permission| permission.is_administration());
    if actor.api_key.is_none() && administration.any(gives) {
        return require_step_up(tx, actor).await;
    }
    Ok(())
}

/// What these roles permit.
pub(super) fn permitted_by(roles: &[Role]) -> impl Fn(Permission) -> bool {
    |permission| roles.iter().any(|role| permission.is_held_by(*role))
}

/// Nobody gives roles that permit what they may not do themselves.
pub(super) fn check_roles_held(actor: &Actor, roles: &[Role], path: &str) -> Result<(), AppError> {
    let is_given = permitted_by(roles);
    let given = Permission::ALL.into_iter().filter(|it| is_given(*it));
    check_held(actor, &given.collect::<Vec<_>>(), path)
}

/// Nobody gives permissions that they do not hold.
pub(super) fn check_held(
    actor: &Actor,
    permissions: &[Permission],
    path: &str,
) -> Result<(), AppError> {
    if permissions.iter().all(|it| actor.holds(*it)) {
        return Ok(());
    }
    let message = "this permits more than you may do yourself; an owner can give it";
    Err(AppError::user(UserErrorCode::InvalidInput, path, message))
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

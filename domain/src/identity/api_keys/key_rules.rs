//! What a key may be: its name, scopes, networks and end.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::identity::queries::api_keys::count_keys;
use crate::identity::queries::custom_roles::list_roles_of_users;
use crate::identity::queries::{User, find_user};
use crate::identity::{Actor, DisplayName, InputErrors, Permission};
use crate::net::Cidr;
use crate::{AppError, UserErrorCode};

const DEFAULT_LIFETIME: TimeDelta = TimeDelta::days(90);
const MAX_LIFETIME: TimeDelta = TimeDelta::days(366);
const MAX_NETWORKS: usize = 20;
/// Of one owner, those that have expired and are not yet forgotten included.
const MAX_KEYS: u64 = 100;

/// A key as it is asked for, checked.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) scopes: Vec<Permission>,
    pub(super) networks: Vec<Cidr>,
}

/// Name, scopes and networks as they were typed.
pub(super) fn check(
    actor: &Actor,
    name: &str,
    scopes: &[String],
    networks: &[String],
) -> Result<Wanted, AppError> {
    let mut errors = InputErrors::default();
    let name = errors.parse::<DisplayName>("name", name);
    let scopes = parse_scopes(&mut errors, actor, scopes);
    let networks = parse_networks(&mut errors, networks);
    match (name, errors.is_empty()) {
        (Some(name), true) => Ok(Wanted {
            name: name.into_string(),
            scopes,
            networks,
        }),
        _ => Err(errors.into_error()),
    }
}

fn parse_scopes(errors: &mut InputErrors, actor: &Actor, scopes: &[String]) -> Vec<Permission> {
    let mut known = Vec::with_capacity(scopes.len());
    for scope in scopes {
        match scope.parse::<Permission>() {
            Ok(permission) if actor.holds(permission) => known.push(permission),
            Ok(_) => {
                let message =
                    "a key can't do what you may not do; take scopes from your own permissions";
                errors.add(UserErrorCode::InvalidInput, "scopes", message);
            }
            Err(_) => {
                let message = "a scope is a permission such as scans:read; `viewer { permissions }` lists yours";
                errors.add(UserErrorCode::InvalidInput, "scopes", message);
            }
        }
    }
    if scopes.is_empty() {
        let message = "give at least one scope, such as scans:read";
        errors.add(UserErrorCode::InvalidInput, "scopes", message);
    }
    known.sort_unstable();
    known.dedup();
    known
}

fn parse_networks(errors: &mut InputErrors, networks: &[String]) -> Vec<Cidr> {
    if networks.len() > MAX_NETWORKS {
        let message = "a key has at most 20 networks";
        errors.add(UserErrorCode::InvalidInput, "networks", message);
        return Vec::new();
    }
    let parse = |network: &String| errors.parse::<Cidr>("networks", network);
    networks.iter().filter_map(parse).collect()
}

/// When the key ends: 90 days from now unless said, and a year at most.
pub(super) fn check_end(
    now: DateTime<Utc>,
    wanted: Option<DateTime<Utc>>,
) -> Result<DateTime<Utc>, AppError> {
    let end = wanted.unwrap_or(now + DEFAULT_LIFETIME);
    if end > now && end <= now + MAX_LIFETIME {
        return Ok(end);
    }
    let message = "a key ends in the future, and within a year";
    Err(AppError::user(
        UserErrorCode::InvalidInput,
        "expiresAt",
        message,
    ))
}

/// Whose key it will be, if the actor may make one for them: oneself, or a service account with `api_keys:manage`.
pub(super) async fn find_owner(
    tx: &TenantTx,
    actor: &Actor,
    service_account_id: Option<Uuid>,
) -> Result<User, AppError> {
    match service_account_id {
        None => find_user(tx, actor.user_id.ok_or(AppError::Unauthenticated)?).await,
        Some(id) => {
            let owner = find_user(tx, id).await?;
            if owner.is_service_account() && owner.is_active() {
                return Ok(owner);
            }
            let message =
                "this is no active service account; a person's keys are made by that person";
            Err(AppError::user(
                UserErrorCode::InvalidState,
                "serviceAccountId",
                message,
            ))
        }
    }
}

/// A key of a service account does nothing that the account may not do.
pub(super) async fn check_owner_holds(
    tx: &TenantTx,
    owner: &User,
    scopes: &[Permission],
) -> Result<(), AppError> {
    let own = list_roles_of_users(tx, &[owner.id]).await?;
    let is_held = |scope: &Permission| {
        owner.roles.iter().any(|role| scope.is_held_by(*role))
            || own.iter().any(|(_, role)| role.permissions.contains(scope))
    };
    if scopes.iter().all(is_held) {
        return Ok(());
    }
    let message = "the service account may not do all of this; give it the role first";
    Err(AppError::user(
        UserErrorCode::InvalidInput,
        "scopes",
        message,
    ))
}

/// Nobody has more keys than anybody can look after.
pub(super) async fn check_count(tx: &TenantTx, owner: &User) -> Result<(), AppError> {
    if count_keys(tx, Some(owner.id)).await? < MAX_KEYS {
        return Ok(());
    }
    let message = "there are as many keys as allowed; revoke one first";
    Err(AppError::user(UserErrorCode::LimitReached, "", message))
}

//! Changes a connection. What decides who is let in needs a new test; until it has passed, nobody is.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::{ProviderKind, ProviderState, identity_provider};
use xorb_entities::ids::IdentityProviderId;

use super::connection::seal_client_secret;
use super::provider_input::{
    check_client_id, check_client_secret, check_domains, check_name, check_url, check_word,
};
use super::queries;
use super::take_group_roles::take_group_roles;
use super::view::{self, IdentityProviderView};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::expected_version::check_version;
use crate::identity::{Actor, InputErrors, Permission, Role, owner_rules, require_step_up};
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// More than any company maps.
const MAX_MAPPINGS: usize = 200;

/// What to change. What is not said stays.
#[derive(Clone, Debug, Default)]
pub struct UpdateIdentityProvider {
    pub provider_id: Uuid,
    pub name: Option<String>,
    pub issuer: Option<String>,
    pub client_id: Option<String>,
    /// Empty: none.
    pub client_secret: Option<Secret<String>>,
    pub jit_enabled: Option<bool>,
    pub trusted_domains: Option<Vec<String>>,
    /// Empty: none.
    pub required_acr: Option<String>,
    /// Empty: none.
    pub groups_claim: Option<String>,
    pub relaxed_logout_tokens: Option<bool>,
    /// Which group gives which role; in the place of all that were there.
    pub group_roles: Option<Vec<(String, Role)>>,
    pub expected_version: Option<i32>,
}

/// Changes a connection, unless somebody else changed it meanwhile.
///
/// # Errors
/// User errors `INVALID_INPUT`, `ADDRESS_NOT_ALLOWED`, `OWNER_ONLY`, `STEP_UP_REQUIRED`, `INVALID_STATE` for another issuer of
/// people who are known; `Conflict`, `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn update_identity_provider(
    core: &Core,
    actor: &Actor,
    input: UpdateIdentityProvider,
) -> Result<IdentityProviderView, AppError> {
    let object = IdentityProviderId::from(input.provider_id);
    let name = object.to_string();
    core.authorise(actor, Permission::IdentityProvidersManage, Some(&name))
        .await?;
    let mut errors = InputErrors::default();
    check_mappings(&mut errors, input.group_roles.as_deref());
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let mut row = queries::lock_provider(&tx, input.provider_id).await?;
    check_version("identity provider", row.version, input.expected_version)?;
    let before = row.clone();
    apply(core, &mut errors, &mut row, &input);
    if !errors.is_empty() {
        return Err(errors.into_error());
    }
    check_people_stay(&tx, &before, &row).await?;
    apply_secret(&tx, &mut row, input.client_secret.as_ref()).await?;
    if needs_test(&before, &row) {
        row.state = ProviderState::Draft;
        row.suspended_reason = None;
        row.tested_at = None;
        if row.kind == ProviderKind::Oidc {
            row.endpoints = None;
        }
    }
    let known = queries::list_mappings(&tx, row.id).await?;
    if let Some(mappings) = &input.group_roles {
        check_added(actor, &known, mappings)?;
        queries::replace_mappings(&tx, row.id, mappings).await?;
    }
    let given = queries::list_mappings(&tx, row.id).await?;
    let is_asked = |_: &(String, Role)| row.groups_claim.is_some();
    let kept = given.into_iter().filter(is_asked).map(|(_, role)| role);
    take_group_roles(&tx, actor, row.id, &kept.collect()).await?;
    let row = queries::update_provider(&tx, row).await?;
    let view = view::of_provider(core, &tx, row).await?;
    let told = json!({
        "issuer": view.issuer, "clientId": view.client_id, "version": view.version,
        "jitEnabled": view.jit_enabled, "trustedDomains": view.trusted_domains, "groupsClaim": view.groups_claim,
        "groupRolesBefore": told_of(&known), "groupRolesAfter": told_of(&view.group_roles),
    });
    let event = AuditEvent::new(AuditAction::IdentityProviderUpdated, actor).object(object);
    tx.record(event.payload(None, told));
    tx.commit().await?;
    Ok(view)
}

/// A person is who they are at this issuer, for this client: another one may call somebody else by the same name.
async fn check_people_stay(
    tx: &TenantTx,
    before: &identity_provider::Model,
    after: &identity_provider::Model,
) -> Result<(), AppError> {
    let is_same = before.issuer == after.issuer && before.client_id == after.client_id;
    if is_same || !queries::has_identities(tx, before.id).await? {
        return Ok(());
    }
    let path = if before.issuer == after.issuer {
        "clientId"
    } else {
        "issuer"
    };
    let message = "people log in through this connection, and another issuer or client would name them anew: make a new \
                   connection, then delete this one";
    Err(AppError::user(UserErrorCode::InvalidState, path, message))
}

/// A group gives nothing that whoever maps it could not give by hand.
fn check_added(
    actor: &Actor,
    known: &[(String, Role)],
    mappings: &[(String, Role)],
) -> Result<(), AppError> {
    let added = mappings.iter().filter(|mapping| !known.contains(mapping));
    let roles: Vec<Role> = added.map(|(_, role)| *role).collect();
    owner_rules::check_grant(actor, &roles, "groupRoles")
}

fn told_of(mappings: &[(String, Role)]) -> Vec<serde_json::Value> {
    let told = |(group, role): &(String, Role)| json!({ "group": group, "role": role.as_str() });
    mappings.iter().map(told).collect()
}

fn check_mappings(errors: &mut InputErrors, mappings: Option<&[(String, Role)]>) {
    let mappings = mappings.unwrap_or_default();
    if mappings.len() > MAX_MAPPINGS {
        let message = "map at most 200 groups";
        errors.add(UserErrorCode::InvalidInput, "groupRoles", message);
    }
    if mappings.iter().any(|(_, role)| *role == Role::Owner) {
        let message = "no group gives the role of an owner; grant it by hand";
        errors.add(UserErrorCode::OwnerOnly, "groupRoles", message);
    }
    let is_named = |group: &str| !group.is_empty() && group.len() <= 500;
    if !mappings.iter().all(|(group, _)| is_named(group)) {
        let message = "a group has a name of 1 to 500 characters";
        errors.add(UserErrorCode::InvalidInput, "groupRoles", message);
    }
}

fn apply(
    core: &Core,
    errors: &mut InputErrors,
    row: &mut identity_provider::Model,
    input: &UpdateIdentityProvider,
) {
    if let Some(name) = &input.name {
        row.name = check_name(errors, name);
    }
    if let Some(issuer) = &input.issuer {
        row.issuer = check_url(core, errors, "issuer", issuer);
    }
    if let Some(client_id) = &input.client_id {
        row.client_id = check_client_id(errors, client_id);
    }
    if let Some(secret) = &input.client_secret {
        check_client_secret(errors, secret.expose());
    }
    if let Some(jit_enabled) = input.jit_enabled {
        row.jit_enabled = jit_enabled;
    }
    if let Some(domains) = &input.trusted_domains {
        row.trusted_domains = json!(check_domains(errors, domains));
    }
    if let Some(acr) = &input.required_acr {
        row.required_acr = check_word(errors, "requiredAcr", Some(acr));
    }
    if let Some(claim) = &input.groups_claim {
        row.groups_claim = check_word(errors, "groupsClaim", Some(claim));
    }
    if let Some(relaxed) = input.relaxed_logout_tokens {
        row.relaxed_logout_tokens = relaxed;
    }
}

async fn apply_secret(
    tx: &TenantTx,
    row: &mut identity_provider::Model,
    secret: Option<&Secret<String>>,
) -> Result<(), AppError> {
    match secret {
        None => {}
        Some(secret) if secret.expose().is_empty() => row.sealed_client_secret = None,
        Some(secret) => {
            row.sealed_client_secret = Some(seal_client_secret(tx, row.id, secret).await?);
        }
    }
    Ok(())
}

fn needs_test(before: &identity_provider::Model, after: &identity_provider::Model) -> bool {
    before.issuer != after.issuer
        || before.client_id != after.client_id
        || before.sealed_client_secret != after.sealed_client_secret
        || before.required_acr != after.required_acr
}

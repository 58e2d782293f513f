//! The domains of a tenant: proven by a TXT record, they lead people to its identity providers and let accounts be made.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::{DomainState, tenant_domain};
use xorb_entities::ids::TenantDomainId;

use super::provider_input::normalize_domain;
use super::queries;
use super::view::{TenantDomainView, record_name, record_value};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::ReadSession;
use crate::identity::{Actor, Permission, require_step_up};
use crate::net::{TxtError, lookup_txt};
use crate::rng::random_bytes;
use crate::{AppError, Core, UserErrorCode};

/// More than any company has.
const MAX_DOMAINS: usize = 100;

/// All domains of the tenant, by name.
///
/// # Errors
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn tenant_domains(reads: &ReadSession) -> Result<Vec<TenantDomainView>, AppError> {
    let permission = Permission::IdentityProvidersRead;
    reads
        .core()
        .authorise(reads.actor(), permission, None)
        .await?;
    let rows = queries::list_domains(&*reads.tx().await?).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Names a domain; it counts once it is verified. Naming it again gives the same one.
///
/// # Errors
/// User errors `INVALID_INPUT`, `LIMIT_REACHED`, `STEP_UP_REQUIRED`; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn add_tenant_domain(
    core: &Core,
    actor: &Actor,
    domain: &str,
) -> Result<TenantDomainView, AppError> {
    authorise(core, actor, None).await?;
    let domain = normalize_domain(domain).ok_or_else(|| {
        let message = "a domain looks like example.org";
        AppError::user(UserErrorCode::InvalidInput, "domain", message)
    })?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let known = queries::list_domains(&tx).await?;
    if let Some(known) = known.iter().find(|known| known.domain == domain) {
        return Ok(known.clone().into());
    }
    if known.len() >= MAX_DOMAINS {
        let message = "there are as many domains as allowed; remove one first";
        return Err(AppError::user(UserErrorCode::LimitReached, "", message));
    }
    let row = tenant_domain::Model {
        tenant_id: tx.tenant_id(),
        id: tx.new_id(),
        domain,
        token: BASE64URL.encode(random_bytes::<24>(tx.services().rng.as_ref())),
        state: DomainState::Pending,
        checked_at: None,
        verified_at: None,
        created_at: tx.now(),
    };
    let row = queries::insert_domain(&tx, row).await?;
    let event = AuditEvent::new(AuditAction::TenantDomainAdded, actor);
    let event = event.object(TenantDomainId::from(row.id));
    tx.record(event.payload(None, json!({ "domain": row.domain })));
    tx.commit().await?;
    Ok(row.into())
}

/// Looks for the TXT record.
///
/// # Errors
/// User errors `VERIFICATION_FAILED`, `TAKEN` if the domain is another tenant's, `STEP_UP_REQUIRED`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn verify_tenant_domain(
    core: &Core,
    actor: &Actor,
    id: Uuid,
) -> Result<TenantDomainView, AppError> {
    authorise(core, actor, Some(id)).await?;
    let tx = core.db.read(&actor.scope).await?;
    let row = queries::find_domain(&tx, id).await?;
    drop(tx);
    let name = record_name(&row.domain);
    let server = core.settings.federation.dns_server();
    let found = lookup_txt(core.rng.as_ref(), server, &name).await;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    // It may have been removed while the name server was asked.
    let row = queries::find_domain(&tx, id).await?;
    let problem = match judge(found, &record_value(&row.token), &name) {
        Some(problem) => Some((UserErrorCode::VerificationFailed, problem)),
        None if !queries::claim_domain_route(&tx, &row.domain).await? => Some((
            UserErrorCode::Taken,
            "another company here has proven that this domain is its own; ask the operator"
                .to_owned(),
        )),
        None => None,
    };
    let event = AuditEvent::new(AuditAction::TenantDomainVerified, actor);
    let event = event.object(TenantDomainId::from(id));
    if let Some((code, message)) = problem {
        queries::mark_checked(&tx, id).await?;
        tx.record(event.outcome(Outcome::Failure));
        tx.commit().await?;
        return Err(AppError::user(code, "", message));
    }
    queries::mark_verified(&tx, id).await?;
    let row = queries::find_domain(&tx, id).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(row.into())
}

/// What is missing; nothing if the record is there.
fn judge(found: Result<Vec<String>, TxtError>, wanted: &str, name: &str) -> Option<String> {
    match found {
        Ok(texts) if texts.iter().any(|text| text.trim() == wanted) => None,
        Ok(texts) if texts.is_empty() => Some(format!(
            "there is no TXT record at {name} yet; publish one that says {wanted} and try again in some minutes"
        )),
        Ok(_) => Some(format!(
            "the TXT records at {name} say something else; publish one that says {wanted}"
        )),
        Err(error) => Some(format!("{error}; try again in some minutes")),
    }
}

/// Removes a domain: it leads nobody to this tenant any more.
///
/// # Errors
/// User error `STEP_UP_REQUIRED`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn remove_tenant_domain(core: &Core, actor: &Actor, id: Uuid) -> Result<Uuid, AppError> {
    authorise(core, actor, Some(id)).await?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let row = queries::find_domain(&tx, id).await?;
    queries::delete_domain(&tx, id).await?;
    queries::release_route(&tx, "domain", &row.domain).await?;
    let event = AuditEvent::new(AuditAction::TenantDomainRemoved, actor);
    let event = event.object(TenantDomainId::from(id));
    tx.record(event.payload(None, json!({ "domain": row.domain })));
    tx.commit().await?;
    Ok(id)
}

async fn authorise(core: &Core, actor: &Actor, id: Option<Uuid>) -> Result<(), AppError> {
    let object = id.map(|id| TenantDomainId::from(id).to_string());
    core.authorise(
        actor,
        Permission::IdentityProvidersManage,
        object.as_deref(),
    )
    .await
}

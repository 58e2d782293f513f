//! Names a domain of the tenant; proven by a TXT record, it leads people to its identity providers.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::json;
use xorb_entities::identity::{DomainState, tenant_domain};
use xorb_entities::ids::TenantDomainId;

use super::provider_input::normalize_domain;
use super::queries;
use super::tenant_domains::authorise;
use super::view::TenantDomainView;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, require_step_up};
use crate::rng::random_bytes;
use crate::{AppError, Core, UserErrorCode};

/// More than any company has.
const MAX_DOMAINS: usize = 100;

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

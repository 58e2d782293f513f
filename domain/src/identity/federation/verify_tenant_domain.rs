//! Looks for the TXT record that proves a domain.

use uuid::Uuid;
use xorb_entities::ids::TenantDomainId;

use super::queries;
use super::tenant_domains::authorise;
use super::view::{TenantDomainView, record_name, record_value};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::identity::{Actor, require_step_up};
use crate::net::{TxtError, lookup_txt};
use crate::{AppError, Core, UserErrorCode};

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

//! An operator sets a policy. It counts in every process within seconds.

use sea_orm::ActiveEnum;
use serde_json::json;
use xorb_entities::ids::TenantId;
use xorb_entities::tenants::{PolicyMode, PolicyScope};

use super::{Policy, PolicyName, list_rate_limits, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Role};
use crate::tenants::find_tenant;
use crate::{AppError, Core};

/// What to set.
#[derive(Clone, Debug)]
pub struct SetRateLimit {
    /// As it is written: `tenant/points`, `operation:startScan/requests`, `tenant:acme/points`.
    pub name: String,
    /// `600/60`; several with spaces between them. Empty: those in force.
    pub windows: String,
    /// What happens above them.
    pub mode: PolicyMode,
}

/// Sets a policy over the default, or over what was set before.
///
/// # Errors
/// `BadInput` that says what is wrong; `NotFound` for a tenant that is not there.
#[tracing::instrument(skip_all)]
pub async fn set_rate_limit(core: &Core, input: SetRateLimit) -> Result<Policy, AppError> {
    let name = policy_name(core, &input.name).await?;
    let windows = if input.windows.trim().is_empty() {
        windows_in_force(core, &name).await?
    } else {
        input.windows
    };
    let policy = Policy::new(name, &windows, input.mode).map_err(AppError::BadInput)?;
    let tx = core.db.write(&core.platform()).await?;
    queries::set_policy(&tx, &policy).await?;
    let actor = Actor::system(core.platform());
    let content = json!({ "windows": policy.windows_text(), "mode": policy.mode.to_value() });
    tx.record(
        AuditEvent::new(AuditAction::RateLimitSet, &actor)
            .object(policy.name.to_string())
            .payload(None, content),
    );
    tx.commit().await?;
    Ok(policy)
}

async fn windows_in_force(core: &Core, name: &PolicyName) -> Result<String, AppError> {
    let policies = list_rate_limits(core).await?;
    let of_name = policies.iter().find(|policy| policy.name == *name);
    of_name.map(Policy::windows_text).ok_or_else(|| {
        AppError::BadInput(format!(
            "there is no policy {name} yet: give its windows, such as 600/60"
        ))
    })
}

/// Reads a name; a tenant may be named by its slug.
pub(super) async fn policy_name(core: &Core, text: &str) -> Result<PolicyName, AppError> {
    let mut name: PolicyName = text.parse().map_err(AppError::BadInput)?;
    let Some(subject) = name.subject.clone() else {
        return Ok(name);
    };
    match name.scope {
        PolicyScope::Tenant if subject.parse::<TenantId>().is_err() => {
            let tenant = find_tenant(&core.db, &subject).await?;
            let tenant = tenant.ok_or(AppError::NotFound("tenant"))?;
            name.subject = Some(TenantId::from(tenant.id).to_string());
        }
        PolicyScope::Role if subject.parse::<Role>().is_err() => {
            return Err(AppError::BadInput(format!("there is no role {subject}")));
        }
        _ => {}
    }
    Ok(name)
}

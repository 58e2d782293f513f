//! An operator changes what a tenant may have. It counts for what is made from then on; nothing is taken away.

use serde_json::json;

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::tenants::{TenantScope, find_tenant};
use crate::{AppError, Core};

/// What to set; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct SetQuotas {
    /// Scans in a calendar month.
    pub scans_a_month: Option<i32>,
    /// Assets at the same time.
    pub assets: Option<i32>,
    /// Scans that run at once, over all workers.
    pub running_scans: Option<i32>,
    /// So many jobs in each turn of the workers, to one of a tenant that has no weight of its own.
    pub job_weight: Option<i32>,
}

/// Sets quotas of the tenant with this slug. Its own trail says so.
///
/// # Errors
/// `NotFound` for a tenant that is not there; `BadInput` for a number below zero, or none at all.
#[tracing::instrument(skip_all)]
pub async fn set_quotas(core: &Core, slug: &str, input: SetQuotas) -> Result<(), AppError> {
    let numbers = [
        input.scans_a_month,
        input.assets,
        input.running_scans,
        input.job_weight,
    ];
    if numbers.iter().all(Option::is_none) {
        return Err(AppError::BadInput("say what to set".into()));
    }
    if numbers.iter().flatten().any(|number| *number < 0) {
        return Err(AppError::BadInput("a quota is a number from 0".into()));
    }
    if input
        .job_weight
        .is_some_and(|weight| !(1..=100).contains(&weight))
    {
        return Err(AppError::BadInput(
            "a weight is a number from 1 to 100".into(),
        ));
    }
    let tenant = find_tenant(&core.db, slug)
        .await?
        .ok_or(AppError::NotFound("tenant"))?;
    let scope = TenantScope::verified(tenant.id);
    let tx = core.db.write(&scope).await?;
    queries::set_quotas(&tx, &input).await?;
    queries::set_shares(&tx, &input).await?;
    let content = json!({
        "scans_a_month": input.scans_a_month, "assets": input.assets,
        "running_scans": input.running_scans, "job_weight": input.job_weight,
    });
    tx.record(AuditEvent::new(AuditAction::QuotaSet, &Actor::system(scope)).payload(None, content));
    tx.commit().await
}

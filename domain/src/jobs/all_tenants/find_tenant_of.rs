//! Whose a job is.

use uuid::Uuid;

use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// The scope of the tenant that has this job: for operators, who know its id only.
///
/// # Errors
/// `NotFound` if nobody has it.
pub async fn find_tenant_of(core: &Core, job_id: Uuid) -> Result<TenantScope, AppError> {
    let tx = core.db.system().await?;
    // Along the keys of all tenants: there is no index of jobs alone.
    let sql = "SELECT jobs.tenant_id FROM tenants JOIN jobs ON jobs.tenant_id = tenants.id AND jobs.id = $1";
    let rows = tx.query(sql.to_owned(), [job_id.into()]).await?;
    let row = rows.first().ok_or(AppError::NotFound("job"))?;
    Ok(TenantScope::verified(row.try_get("", "tenant_id")?))
}

//! Exactly once inside the database: an effect commits together with its proof, and only while the lease holds.

use std::ops::Deref;

use sea_orm::Value;
use serde_json::json;

use super::Lease;
use crate::db::TenantTx;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// A fenced transaction for one step of a job. Dropping rolls back.
pub struct EffectTx {
    tx: TenantTx,
    lease: Lease,
    step: String,
}

impl EffectTx {
    /// Locks the job's row and checks the lease. `None` if the step's effect is recorded already.
    pub(super) async fn begin(
        core: &Core,
        scope: &TenantScope,
        lease: &Lease,
        step: &str,
    ) -> Result<Option<Self>, AppError> {
        let tx = core.db.write(scope).await?;
        // Whatever another run of this job recorded was committed before this lease began.
        let done =
            "EXISTS (SELECT 1 FROM job_effects WHERE tenant_id = $1 AND job_id = $2 AND step = $5)";
        if lock_and_read(&tx, lease, done, Some(step.into())).await? {
            return Ok(None);
        }
        Ok(Some(Self {
            tx,
            lease: *lease,
            step: step.to_owned(),
        }))
    }

    /// The key under which the outside world may recognise this step, whatever run it comes from.
    #[must_use]
    pub fn effect_key(&self) -> String {
        format!("{}:{}", self.lease.job.job_id, self.step)
    }

    /// Records the effect and commits it with everything done in this transaction.
    ///
    /// # Errors
    /// As the database says; then nothing has happened.
    pub async fn commit(self) -> Result<(), AppError> {
        let sql = format!(
            "INSERT INTO job_effects (tenant_id, job_id, step, effect_key, result, created_at) \
             VALUES ($1, $2, $3, $4, $5, {now})",
            now = self.tx.dialect().now(self.tx.now())
        );
        let values: [Value; 5] = [
            self.tx.tenant_id().into(),
            self.lease.job.job_id.into(),
            self.step.clone().into(),
            self.effect_key().into(),
            json!({}).into(),
        ];
        self.tx.execute(sql, values).await?;
        self.tx.commit().await
    }
}

impl Deref for EffectTx {
    type Target = TenantTx;

    fn deref(&self) -> &TenantTx {
        &self.tx
    }
}

/// Locks the job's row for this transaction; `Fenced` unless the lease still holds.
pub(super) async fn lock(tx: &TenantTx, lease: &Lease) -> Result<(), AppError> {
    lock_and_read(tx, lease, "TRUE", None).await.map(|_| ())
}

/// The same, and answers a question in the same round trip.
async fn lock_and_read(
    tx: &TenantTx,
    lease: &Lease,
    question: &str,
    value: Option<Value>,
) -> Result<bool, AppError> {
    let sql = format!(
        "SELECT {question} AS answer FROM jobs \
         WHERE tenant_id = $1 AND id = $2 AND epoch = $3 AND lease_token = $4{}",
        tx.dialect().for_update()
    );
    let fence: [Value; 4] = [
        tx.tenant_id().into(),
        lease.job.job_id.into(),
        lease.epoch.into(),
        lease.token.into(),
    ];
    let rows = tx.query(sql, fence.into_iter().chain(value)).await?;
    let row = rows.first().ok_or(AppError::Fenced)?;
    Ok(row.try_get("", "answer")?)
}

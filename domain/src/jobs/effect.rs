//! Exactly once inside the database: an effect commits together with its proof, and only while the lease holds.

use std::ops::Deref;

use sea_orm::Value;

use super::Lease;
use crate::db::TenantTx;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// A fenced transaction for one step of a job. Dropping rolls back.
pub struct EffectTx {
    tx: TenantTx,
    effect_key: String,
}

impl EffectTx {
    /// Locks the job's row, checks the lease and records the effect, in one round trip. `None` if it is recorded already.
    pub(super) async fn begin(
        core: &Core,
        scope: &TenantScope,
        lease: &Lease,
        step: &str,
    ) -> Result<Option<Self>, AppError> {
        let tx = core.db.write(scope).await?;
        let effect_key = format!("{}:{step}", lease.job.job_id);
        let sql = format!(
            "INSERT INTO job_effects (tenant_id, job_id, step, effect_key, result, created_at) \
             SELECT tenant_id, id, $5, $6, '{{}}', {now} FROM jobs WHERE {HELD}{for_update} ON CONFLICT DO NOTHING",
            now = tx.dialect().now(tx.now()),
            for_update = tx.dialect().for_update(),
        );
        let recorded: [Value; 2] = [step.into(), effect_key.as_str().into()];
        if tx
            .execute(sql, fence(&tx, lease).into_iter().chain(recorded))
            .await?
            == 0
        {
            lock(&tx, lease).await?;
            return Ok(None);
        }
        Ok(Some(Self { tx, effect_key }))
    }

    /// The key under which the outside world may recognise this step, whatever run it comes from.
    #[must_use]
    pub fn effect_key(&self) -> &str {
        &self.effect_key
    }

    /// Commits the effect with everything done in this transaction.
    ///
    /// # Errors
    /// As the database says; then nothing has happened.
    pub async fn commit(self) -> Result<(), AppError> {
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
    let sql = format!(
        "SELECT id FROM jobs WHERE {HELD}{}",
        tx.dialect().for_update()
    );
    if tx.query(sql, fence(tx, lease)).await?.is_empty() {
        Err(AppError::Fenced)
    } else {
        Ok(())
    }
}

/// The job's row, while the lease holds.
const HELD: &str = "tenant_id = $1 AND id = $2 AND epoch = $3 AND lease_token = $4";

fn fence(tx: &TenantTx, lease: &Lease) -> [Value; 4] {
    [
        tx.tenant_id().into(),
        lease.job.job_id.into(),
        lease.epoch.into(),
        lease.token.into(),
    ]
}

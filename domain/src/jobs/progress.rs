//! How far a job is, written at most four times a second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::Value;

use super::Lease;
use super::effect::lock;
use crate::events::Topic;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Reports within this time of the last one are left out, unless the phase changes.
const QUIET_TIME: Duration = Duration::from_millis(250);

/// Writes a job's progress, as long as its lease holds.
pub struct Progress {
    core: Arc<Core>,
    scope: TenantScope,
    lease: Lease,
    last: Mutex<Option<(Instant, String)>>,
}

impl Progress {
    pub(super) fn new(core: Arc<Core>, scope: TenantScope, lease: Lease) -> Self {
        Self {
            core,
            scope,
            lease,
            last: Mutex::default(),
        }
    }

    /// Reports `done` of `total` (0: unknown) units in a phase.
    ///
    /// # Errors
    /// `Fenced` if the lease was lost.
    pub async fn report(
        &self,
        done: u64,
        total: u64,
        unit: &str,
        phase: &str,
    ) -> Result<(), AppError> {
        if !self.is_due(phase) {
            return Ok(());
        }
        let tx = self.core.db.write(&self.scope).await?;
        lock(&tx, &self.lease).await?;
        let sql = "UPDATE jobs SET progress_done = $3, progress_total = $4, progress_unit = $5, progress_phase = $6 \
                   WHERE tenant_id = $1 AND id = $2";
        let values: [Value; 6] = [
            tx.tenant_id().into(),
            self.lease.job.job_id.into(),
            i64::try_from(done).unwrap_or(i64::MAX).into(),
            i64::try_from(total).unwrap_or(i64::MAX).into(),
            unit.into(),
            phase.into(),
        ];
        tx.execute(sql, values).await?;
        tx.wake(Topic::Job(self.lease.job.job_id));
        tx.commit().await
    }

    fn is_due(&self, phase: &str) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if let Some((at, earlier)) = last.as_ref()
            && earlier == phase
            && now.duration_since(*at) < QUIET_TIME
        {
            return false;
        }
        *last = Some((now, phase.to_owned()));
        true
    }
}

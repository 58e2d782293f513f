//! What a handler gets: its job, its scope, its lease, and how to stop.

use std::sync::Arc;

use uuid::Uuid;

use super::effect::lock;
use super::{Claimed, EffectTx, JobKind, Lease, Progress, Stop};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// One run of one job.
pub struct JobContext {
    /// The house.
    pub core: Arc<Core>,
    /// The tenant whose rows may be touched.
    pub scope: TenantScope,
    /// What the job does.
    pub kind: JobKind,
    /// The claim that fences every effect.
    pub lease: Lease,
    /// Counts from 1.
    pub attempt: i32,
    /// The last attempt that counts.
    pub max_attempts: i32,
    /// Fires when the handler must stop.
    pub stop: Stop,
    /// Reports how far the work is.
    pub progress: Progress,
    args: serde_json::Value,
}

impl JobContext {
    /// The context of a claimed job.
    #[must_use]
    pub fn new(core: Arc<Core>, claimed: &Claimed, kind: JobKind, stop: Stop) -> Self {
        Self {
            progress: Progress::new(core.clone(), claimed.scope, claimed.lease),
            core,
            scope: claimed.scope,
            kind,
            lease: claimed.lease,
            attempt: claimed.attempt,
            max_attempts: claimed.max_attempts,
            stop,
            args: claimed.args.clone(),
        }
    }

    /// The argument of this name.
    ///
    /// # Errors
    /// `Internal` if there is none: the job can't be run.
    pub fn arg(&self, name: &str) -> Result<Uuid, AppError> {
        let text = self
            .args
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        Uuid::parse_str(text)
            .map_err(|_| AppError::internal(format!("job argument {name} is missing")))
    }

    /// The actor of what this job does.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::system(self.scope)
    }

    /// Begins a fenced transaction for work that is safe to repeat: nothing notes that it was done.
    ///
    /// # Errors
    /// `Fenced` if the lease was lost.
    pub async fn fenced(&self) -> Result<TenantTx, AppError> {
        let tx = self.core.db.write(&self.scope).await?;
        lock(&tx, &self.lease).await?;
        Ok(tx)
    }

    /// Begins the effect of one step. `None` if an earlier run has already had it.
    ///
    /// # Errors
    /// `Fenced` if the lease was lost.
    pub async fn effect(&self, step: &str) -> Result<Option<EffectTx>, AppError> {
        EffectTx::begin(&self.core, &self.scope, &self.lease, step).await
    }
}
